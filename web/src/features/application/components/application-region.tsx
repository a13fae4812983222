import type { Application } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { Message } from '../../../components/ui/message.tsx';
import { Notice, type Tone } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { RecentlyDeleted } from '../../client-secret/components/recently-deleted.tsx';
import type { SecretAction } from '../../client-secret/components/secret-actions.tsx';
import { SecretTable } from '../../client-secret/components/secret-table.tsx';
import { isDeleted, isValid } from '../../client-secret/secret-state.ts';
import { RotationLine } from '../../rotation/components/rotation-line.tsx';
import { SecretsElsewhere } from '../../secret-elsewhere/components/secrets-elsewhere.tsx';
import { ApiBadges } from './api-badges.tsx';
import styles from './application-region.module.css';

export type RegionNote = { tone: Tone; message: string };

type Props = {
  application: Application;
  supportEmail: string;
  /** What happened here lately: what the user did, and what others did meanwhile. */
  notes: RegionNote[];
  onCreate: () => void;
  onConnectionDetails: () => void;
  onSecretAction: (action: SecretAction, secretId: string) => void;
  /** Of the former system. */
  onSecretGone: (secretId: string) => void;
};

export const headingIdOf = (clientId: string): string => `application-${clientId}`;

/** One application with its client secrets. */
export function ApplicationRegion(props: Props): ReactNode {
  const { application, supportEmail, notes, onCreate, onConnectionDetails, onSecretAction, onSecretGone } =
    props;
  const { clientId, name, secrets } = application;
  const id = useRef<HTMLElement>(null);
  const hasSecrets = secrets.some((secret) => !isDeleted(secret));
  return (
    <section className={styles.region} aria-labelledby={headingIdOf(clientId)}>
      <div className={styles.head}>
        <div className={styles.facts}>
          <h2 id={headingIdOf(clientId)} tabIndex={-1}>
            {name}
          </h2>
          <ApiBadges apis={application.apis} />
          <div className={styles.id}>
            <span>{text('web.application.client-id')}</span>
            <code ref={id}>{clientId}</code>
            <CopyButton
              value={clientId}
              label={text('web.application.copy-client-id')}
              onFailed={() => {
                if (id.current !== null) getSelection()?.selectAllChildren(id.current);
              }}
            />
            <Button variant="subtle" size="compact-sm" onClick={onConnectionDetails}>
              {text('web.application.connection-details')}
            </Button>
            <GuideButton topic="application" />
          </div>
          <Managers application={application} supportEmail={supportEmail} />
        </div>
        {application.status === 'disabled' ? null : (
          <Button variant={secrets.some(isValid) ? 'default' : 'filled'} onClick={onCreate}>
            {text('web.secret.create')}
          </Button>
        )}
      </div>
      {notes.length === 0 && application.status === 'active' ? null : (
        <div className={styles.notes}>
          {application.status === 'disabled' ? (
            <Notice tone="warning">
              {application.disabledReason === null
                ? text('web.application.disabled')
                : text('web.application.disabled-reason', { reason: application.disabledReason })}
            </Notice>
          ) : null}
          {notes.map(({ tone, message }) => (
            <Notice key={message} tone={tone}>
              {message}
            </Notice>
          ))}
        </div>
      )}
      <RotationLine application={application} onOpen={(secretId) => onSecretAction('rotate', secretId)} />
      {hasSecrets ? (
        <SecretTable application={application} onAction={onSecretAction} />
      ) : (
        <p className={styles.empty}>{text('web.secret.none')}</p>
      )}
      <SecretsElsewhere application={application} onGone={onSecretGone} />
      <div className={styles.help}>
        <GuideButton topic="states" />
        <Link
          to="/notifications"
          search={{ application: clientId }}
          aria-label={text('web.application.notifications-name', { application: name })}
        >
          {text('web.notifications.heading')}
        </Link>
      </div>
      <RecentlyDeleted secrets={secrets} />
    </section>
  );
}

function Managers({
  application: { managers, selfManaged },
  supportEmail,
}: Pick<Props, 'application' | 'supportEmail'>): ReactNode {
  return (
    <p className={styles.people}>
      {text('web.application.managers', { names: managers.map(({ name }) => name).join(', ') })}
      {selfManaged ? ` · ${text('web.application.self-managed')}` : null}
      {managers.length === 1 ? (
        <>
          {' · '}
          <Message
            id="web.application.one-manager"
            values={{ support: <a href={`mailto:${supportEmail}`}>{supportEmail}</a> }}
          />
        </>
      ) : null}
    </p>
  );
}
