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
  | {
      to: '/operator/organisations/$id' | '/operator/users/$id' | '/operator/apis/$id';
      params: { id: string };
    }
  | { to: '/operator/applications/$clientId'; params: { clientId: string } }
  | { to: '/operator/settings' }
  | { to: '/operator/terms'; search: { version: number } }
  | { to: '/notifications'; search: { number: string } };

const pages = {
  organisation: '/operator/organisations/$id',
  user: '/operator/users/$id',
  api: '/operator/apis/$id',
} as const;

/** Where what it was done to has a page; null: nowhere. */
export function targetLink({ type, id }: AuditEvent['target']): RecordLink | null {
  if (type === 'settings') return { to: '/operator/settings' };
  if (type === 'terms' && /^\d+$/.test(id)) return { to: '/operator/terms', search: { version: Number(id) } };
  if (type === 'mail' && /^\d+$/.test(id)) return { to: '/notifications', search: { number: id } };
  if (!uuid.test(id)) return null;
  if (type === 'application') return applicationLink(id);
  return type === 'organisation' || type === 'user' || type === 'api'
    ? { to: pages[type], params: { id } }
    : null;
}

export const applicationLink = (clientId: string): RecordLink => ({
  to: '/operator/applications/$clientId',
  params: { clientId },
});
