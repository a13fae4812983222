import type { Application, Caller } from '@keyturn/contract';
import { text } from '../../lib/messages.ts';

/** "203.0.113.9", "203.0.113.9 and 198.51.100.2", "203.0.113.9 and 3 other addresses": the first one first. */
export function describeAddresses(callers: Pick<Caller, 'address'>[]): string {
  const [first = text('web.usage.unknown-address'), second, ...others] = new Set(
    callers.map(({ address }) => address || text('web.usage.unknown-address')),
  );
  if (second === undefined) return text('web.usage.from-one', { address: first });
  return others.length === 0
    ? text('web.usage.from-two', { address: first, other: second })
    : text('web.usage.from-many', { address: first, count: others.length + 1 });
}

/** The APIs that tokens were for, in words as far as the application has them. */
export const describeResources = (
  { resources }: Pick<Caller, 'resources'>,
  apis: Application['apis'],
): string =>
  resources
    .map((resource) => {
      const api = apis.find(({ id, identifier }) => id === resource || identifier === resource);
      return api === undefined ? resource : `${api.name} ${text(`web.applications.${api.environment}`)}`;
    })
    .join(', ');

/** "3 days", "5 hours", "12 minutes" */
export function describeDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return text('web.usage.minutes', { count: minutes });
  const hours = Math.round(seconds / 3_600);
  if (hours < 48) return text('web.usage.hours', { count: hours });
  return text('web.usage.days', { count: Math.round(seconds / 86_400) });
}
