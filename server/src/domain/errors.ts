import type { MessageKey } from '@keyturn/contract';
import { text, type MessageParameters } from '../messages.ts';

type ProblemCode<Key extends MessageKey> = Key extends `problem.${infer Code}.title` ? Code : never;

/** Every code a portal API problem can have. */
export type ErrorCode = ProblemCode<MessageKey>;

/**
 * An expected refusal. The domain picks the code and `http/problem.ts` the status; nothing but `publicMessage`
 * (and, for bad input, `fields`) leaves the process.
 */
export class KeyturnError extends Error {
  override readonly name = 'KeyturnError';
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly fields: FieldProblem[];

  constructor(
    code: ErrorCode,
    parameters: MessageParameters = {},
    fields: FieldProblem[] = [],
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.code = code;
    this.publicMessage = text(`problem.${code}.detail`, parameters);
    this.fields = fields;
  }
}

/** One place in the input and what does not fit there. */
export type FieldProblem = { path: string; message: string };
