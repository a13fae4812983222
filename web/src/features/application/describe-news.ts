import type { Application } from '@keyturn/contract';
import { formatPastInline } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { describeChanges, type Moment } from '../client-secret/describe-changes.ts';

/** The live region's sentences about an application: changes by others, and token requests. */
export function describeNews(
  before: Application,
  after: Application,
  moment: Moment,
  userId: string,
): string[] {
  const earlier = new Map(before.secrets.map((secret) => [secret.id, secret.lastUsedAt]));
  const used = after.secrets
    .filter((secret) => earlier.has(secret.id) && secret.lastUsedAt !== null)
    .filter((secret) => earlier.get(secret.id) !== secret.lastUsedAt)
    .map((secret) =>
      text('web.changed.used', {
        application: after.name,
        secret: secret.name,
        at: formatPastInline(secret.lastUsedAt ?? '', moment.timeZone, moment.now),
      }),
    );
  const changed = describeChanges(before, after, moment, { exceptUserId: userId }).map((change) =>
    text('web.changed.application', { application: after.name, change }),
  );
  return [...changed, ...used];
}
