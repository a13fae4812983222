import type { Application, ClientSecret } from '@keyturn/contract';
import type { WebMessageKey } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import {
  formatDistance,
  formatInstant,
  formatPast,
  formatPastInline,
  formatShortDay,
} from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { isValid, refusedSinceEnd } from '../secret-state.ts';
import { userAgentName } from '../user-agent-name.ts';
import { SecretActions, type SecretAction } from './secret-actions.tsx';
import { SecretStateLabel } from './secret-state-label.tsx';
import styles from './secret-table.module.css';

type Props = { secret: ClientSecret; application: Application; onAction: (action: SecretAction) => void };

export function SecretRow({ secret, application, onAction }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const works = isValid(secret) && application.status === 'active';
  const replaced = application.secrets.find(({ id }) => id === secret.replacesSecretId);
  return (
    <tr role="row" className={works ? '' : (styles.ended ?? '')}>
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
        <SecretStateLabel secret={secret} applicationStatus={application.status} />
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
        <WhileDisabled secret={secret} />
        <button
          type="button"
          className={styles.usage}
          aria-label={text('web.usage.open-name', { name: secret.name })}
          onClick={() => onAction('usage')}
        >
          {text('web.usage.open')}
        </button>
      </td>
      <td role="cell">
        <Label column="web.secret.column-created" />
        <time dateTime={secret.createdAt}>{formatShortDay(secret.createdAt, timeZone, now)}</time>
        <span className={styles.minor}>{text('web.secret.created-by', { name: secret.createdBy.name })}</span>
        {secret.creatorLeft ? (
          <CreatorLeft
            name={secret.name}
            canRotate={application.status === 'active'}
            onRotate={() => onAction('rotate')}
          />
        ) : null}
      </td>
      <td role="cell">
        <SecretActions secret={secret} canRotate={application.status === 'active'} onAction={onAction} />
      </td>
    </tr>
  );
}

type CreatorLeftProps = { name: string; canRotate: boolean; onRotate: () => void };

/** Somebody knows it who is not to use it any more (R5.4). */
const CreatorLeft = ({ name, canRotate, onRotate }: CreatorLeftProps): ReactNode => (
  <>
    <span className={styles.left}>
      <Icon name="warning" size={15} />
      <span>{text('web.secret.creator-left')}</span>
    </span>
    {canRotate ? (
      <button
        type="button"
        className={styles.usage}
        aria-label={text('web.secret.creator-left-rotate-name', { name })}
        onClick={onRotate}
      >
        {text('web.secret.creator-left-rotate')}
      </button>
    ) : null}
  </>
);

/** For a test whether anything still needs it: what was refused since it was disabled. */
function WhileDisabled({ secret }: Pick<Props, 'secret'>): ReactNode {
  const { now, timeZone } = useClock();
  const { status, disabled } = secret;
  if (status !== 'disabled' || disabled === null) return null;
  const at = (instant: string): string => formatPastInline(instant, timeZone, now);
  const refused = refusedSinceEnd(secret);
  if (refused === null)
    return <span className={styles.minor}>{text('web.disabled.row-nothing', { at: at(disabled.at) })}</span>;
  return (
    <span className={styles.refused}>
      {text('web.disabled.row-refused', { at: at(refused.at), address: refused.address })}
    </span>
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
