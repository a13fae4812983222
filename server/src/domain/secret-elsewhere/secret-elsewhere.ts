import type { SecretElsewhereRow } from '../../store/secrets-elsewhere.ts';
import type { Recorded } from '../audit/change.ts';
import { recordedValues } from '../audit/recorded-values.ts';

const rememberedMs = 30 * 24 * 60 * 60 * 1000;

/** Secrets of the former system that expired before then are not told of any more. */
export const rememberedSince = (now: Date): Date => new Date(now.getTime() - rememberedMs);

/** Whether people are told of a secret of the former system: until it is gone, or a month after it expired. */
export const isRemembered = (
  { gone_at, expires_at }: Pick<SecretElsewhereRow, 'gone_at' | 'expires_at'>,
  now: Date,
): boolean => gone_at === null && expires_at > rememberedSince(now);

/** Records what became known of a secret of the former system, which has no value here. */
export const recordElsewhere = (
  record: (event: Recorded) => void,
  what: 'recorded' | 'updated' | 'gone',
  { before, after }: { before: SecretElsewhereRow | null; after: SecretElsewhereRow },
): void =>
  record({
    action: `secret-elsewhere.${what}`,
    target: { type: 'secret-elsewhere', id: after.id, name: after.name },
    applicationId: after.application_id,
    before: before === null ? null : recordedValues(before),
    after: recordedValues(after),
  });
