import type { Application, ClientSecret } from '@keyturn/contract';
import type { WebMessageKey } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatDistance, formatInstant, formatPast, formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { isValid } from '../secret-state.ts';
import { userAgentName } from '../user-agent-name.ts';
import { SecretActions, type SecretAction } from './secret-actions.tsx';
import { SecretStateLabel } from './secret-state-label.tsx';
import styles from './secret-table.module.css';

type Props = { secret: ClientSecret; application: Application; onAction: (action: SecretAction) => void };

export function SecretRow({ secret, application, onAction }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const replaced = application.secrets.find(({ id }) => id === secret.replacesSecretId);
  return (
    <tr role="row" className={isValid(secret) ? '' : (styles.ended ?? '')}>
      <td role="cell">
        <span className={styles.name}>{secret.name}</span>
        <span className={styles.hint}>
          <span aria-hidden="true">{secret.hint}…</span>
          <span className="kt-visually-hidden">{text('web.secret.hint', { hint: secret.hint })}</span>
        </span>
        {replaced === undefined ? null : (
          <span className={styles.minor}>{text('web.secret.replaces', { name: replaced.name })}</span>
        )}
      </td>
      <td role="cell">
        <Label column="web.secret.column-expires" />
        <time dateTime={secret.expiresAt}>
          {formatInstant(secret.expiresAt, application.organisation.timeZone)}
        </time>
        <span className={styles.minor}>{formatDistance(secret.expiresAt, now)}</span>
        <SecretStateLabel secret={secret} />
      </td>
      <td role="cell">
        <Label column="web.secret.column-last-used" />
        {secret.lastUsedAt === null ? (
          <span>{text('web.secret.never')}</span>
        ) : (
          <>
            <time dateTime={secret.lastUsedAt}>{formatPast(secret.lastUsedAt, timeZone, now)}</time>
            <span className={styles.minor}>{lastCaller(secret)}</span>
          </>
        )}
      </td>
      <td role="cell">
        <Label column="web.secret.column-created" />
        <time dateTime={secret.createdAt}>{formatShortDay(secret.createdAt, timeZone, now)}</time>
        <span className={styles.minor}>{text('web.secret.created-by', { name: secret.createdBy.name })}</span>
      </td>
      <td role="cell">
        <SecretActions secret={secret} onAction={onAction} />
      </td>
    </tr>
  );
}

/** The column's name in a card, where no header row is seen; assistive technology has the header. */
const Label = ({ column }: { column: WebMessageKey }): ReactNode => (
  <span className={styles.label} aria-hidden="true">
    {text(column)}
  </span>
);

const lastCaller = ({ lastUsedFrom }: ClientSecret): string =>
  [lastUsedFrom?.address, lastUsedFrom?.userAgent ? userAgentName(lastUsedFrom.userAgent) : null]
    .filter((part) => part !== null && part !== undefined)
    .join(' · ');
