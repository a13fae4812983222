import { problem, type Problem } from '@keyturn/contract';
import type { z } from 'zod';
import { noteServerTime } from './server-time.ts';

/** The server refused; match on `code`, never on texts. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  /** All of the answer: some problems say more than others. */
  readonly answer: unknown;

  constructor(problemOfAnswer: Problem, answer: unknown = problemOfAnswer) {
    super(problemOfAnswer.detail);
    this.name = 'ApiProblem';
    this.problem = problemOfAnswer;
    this.answer = answer;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** No answer arrived, or none that can be read: what was asked may have been done all the same. */
class AnswerLost extends Error {
  constructor(cause: unknown) {
    super('no readable answer', { cause });
    this.name = 'AnswerLost';
  }
}

export type ApiRequest = {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  /** Sent as it is, instead of a body in JSON. */
  file?: Blob;
  /** The application's ETag. */
  ifMatch?: string | undefined;
  signal?: AbortSignal;
};

/** What may make a refused request succeed when it is sent once more; false: nothing will. */
export type Remedy = (sentAt: number) => Promise<boolean>;

const remedies = new Map<string, Remedy>();

/** Before a refusal with this code reaches whoever called, `remedy` is tried. Gives back what takes it away again. */
export function addRemedy(code: string, remedy: Remedy): () => void {
  remedies.set(code, remedy);
  return () => remedies.delete(code);
}

/**
 * Calls the portal API and parses its answer by the contract's schema.
 * @throws ApiProblem when the server refused
 * @throws AnswerLost when no readable answer arrived
 */
export async function callApi<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  request: ApiRequest = {},
): Promise<z.output<Schema>> {
  const response = await send(path, request);
  try {
    const body = await response.text();
    return schema.parse(body === '' ? undefined : JSON.parse(body));
  } catch (error) {
    throw new AnswerLost(error);
  }
}

/** A record and the tag of the state it was read in, for `If-Match` when it is changed. */
export type Tagged<Value> = { value: Value; etag: string };

/** The same for one record that several people may change. */
export async function callForRecord<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  request: ApiRequest = {},
): Promise<Tagged<z.output<Schema>>> {
  const response = await send(path, request);
  try {
    return { value: schema.parse(await response.json()), etag: response.headers.get('etag') ?? '' };
  } catch (error) {
    throw new AnswerLost(error);
  }
}

async function send(path: string, request: ApiRequest): Promise<Response> {
  const { method = 'GET', body, file, ifMatch, signal } = request;
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (file !== undefined) headers.set('content-type', file.type || 'application/octet-stream');
  if (ifMatch !== undefined) headers.set('if-match', ifMatch);
  const sentAt = Date.now();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(file === undefined ? {} : { body: file }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw new AnswerLost(error);
  }
  noteServerTime(response);
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => null);
  const parsed = problem.safeParse(answer);
  if (!parsed.success) throw new AnswerLost(response.status);
  if (await remedies.get(parsed.data.code)?.(sentAt)) return send(path, request);
  throw new ApiProblem(parsed.data, answer);
}

/** The code of a refusal; null for everything else. */
export const problemCode = (error: unknown): string | null =>
  error instanceof ApiProblem ? error.code : null;

/** Whether it is unknown if the server did what was asked. */
export const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof AnswerLost ||
  problemCode(error) === 'outcome-unknown' ||
  problemCode(error) === 'internal';
