import { operatorMessages, type AuditEvent } from '@keyturn/contract';
import { text } from '../../../lib/messages.ts';

type AuditKey = Extract<keyof typeof operatorMessages, `web.audit.${string}`>;
const isAuditKey = (key: string): key is AuditKey => key in operatorMessages;

/** What was done, in words; one of a newer version as it is recorded. */
export function actionText(action: string): string {
  const key = `web.audit.action-${action}`;
  return isAuditKey(key) ? text(key) : action;
}

/** "Client secrets" of `client-secret`. */
export function groupText(group: string): string {
  const key = `web.audit.group-${group}`;
  return isAuditKey(key) ? text(key) : group;
}

/** Who it was, and by what way when not by the pages. */
export const actorText = ({ kind, name }: AuditEvent['actor']): string =>
  text(`web.audit.actor-${kind}`, { name });

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type RecordLink =
  | { to: '/operator/organisations/$id' | '/operator/users/$id'; params: { id: string } }
  | { to: '/operator/applications/$clientId'; params: { clientId: string } };

/** Where what it was done to has a page; null: nowhere. */
export function targetLink({ type, id }: AuditEvent['target']): RecordLink | null {
  if (!uuid.test(id)) return null;
  if (type === 'organisation') return { to: '/operator/organisations/$id', params: { id } };
  if (type === 'user') return { to: '/operator/users/$id', params: { id } };
  return type === 'application' ? applicationLink(id) : null;
}

export const applicationLink = (clientId: string): RecordLink => ({
  to: '/operator/applications/$clientId',
  params: { clientId },
});
