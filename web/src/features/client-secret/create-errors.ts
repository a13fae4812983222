import type { Application } from '@keyturn/contract';
import { ApiProblem } from '../../lib/api-call.ts';
import { errorText } from '../../lib/error-text.ts';
import { formatDay } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { zonedNoon } from '../../lib/zoned-noon.ts';
import { expirationRange } from './expiration-date.ts';

/** What is wrong, beside the field that it is about. */
export type CreateErrors = { name?: string; expiresAt?: string; replaces?: string; other?: unknown };

/** The server's refusal of a new client secret, by its code. */
export function createErrors(error: unknown, application: Application, now: Date): CreateErrors {
  if (!(error instanceof ApiProblem)) return { other: error };
  switch (error.code) {
    case 'name-taken':
      return { name: errorText(error) };
    case 'expires-too-early':
      return { expiresAt: dateProblemText('early', application, now) };
    case 'expires-too-late':
      return { expiresAt: dateProblemText('late', application, now) };
    case 'replaced-secret-unknown':
    case 'replacement-circular':
      return { replaces: errorText(error) };
    case 'invalid-request':
      return fieldErrors(error, now, application);
    default:
      return { other: error };
  }
}

function fieldErrors(error: ApiProblem, now: Date, application: Application): CreateErrors {
  const paths = new Set(error.problem.errors?.map(({ path }) => path));
  if (paths.has('name')) return { name: text('web.create.name-missing') };
  if (paths.has('expiresAt')) return { expiresAt: dateProblemText('missing', application, now) };
  return { other: error };
}

/** What is wrong with an expiration date, and what would be right. */
export function dateProblemText(
  problem: 'missing' | 'early' | 'late',
  application: Pick<Application, 'organisation' | 'maxSecretExpiresAt'>,
  now: Date,
): string {
  if (problem === 'missing') return text('web.create.expires-missing');
  const { timeZone } = application.organisation;
  const { min, max } = expirationRange(application, now);
  return problem === 'early'
    ? text('web.create.expires-early', { date: formatDay(zonedNoon(min, timeZone), timeZone) })
    : text('web.create.expires-late', { date: formatDay(zonedNoon(max, timeZone), timeZone) });
}
