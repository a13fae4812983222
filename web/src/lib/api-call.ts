import { problem, type Problem } from '@keyturn/contract';
import type { z } from 'zod';

/** The server refused; match on `code`, never on texts. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(body: Problem) {
    super(body.detail);
    this.name = 'ApiProblem';
    this.problem = body;
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
  /** The application's ETag. */
  ifMatch?: string;
  signal?: AbortSignal;
};

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
    const body: unknown = response.status === 204 ? undefined : await response.json();
    return schema.parse(body);
  } catch (error) {
    throw new AnswerLost(error);
  }
}

async function send(path: string, { method = 'GET', body, ifMatch, signal }: ApiRequest): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (ifMatch !== undefined) headers.set('if-match', ifMatch);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw new AnswerLost(error);
  }
  if (response.ok) return response;
  const parsed = problem.safeParse(await response.json().catch(() => null));
  throw parsed.success ? new ApiProblem(parsed.data) : new AnswerLost(response.status);
}

/** The code of a refusal; null for everything else. */
export const problemCode = (error: unknown): string | null =>
  error instanceof ApiProblem ? error.code : null;

/** Whether it is unknown if the server did what was asked. */
export const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof AnswerLost ||
  problemCode(error) === 'outcome-unknown' ||
  problemCode(error) === 'internal';
