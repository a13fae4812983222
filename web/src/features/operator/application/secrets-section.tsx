import type { Application, ClientSecret } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatInstant, formatPast } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { disableClientSecret, enableClientSecret } from '../../client-secret/api/client-secrets.ts';
import { SecretStateLabel } from '../../client-secret/components/secret-state-label.tsx';
import { compareSecrets, isDeleted } from '../../client-secret/secret-state.ts';
import { SecretGoneDialog } from '../../secret-elsewhere/components/secret-gone-dialog.tsx';
import { SecretsElsewhere } from '../../secret-elsewhere/components/secrets-elsewhere.tsx';
import { useSignedOut } from '../../session/use-signed-out.ts';
import { EmergencyDialog } from '../record/emergency-dialog.tsx';
import { RecordSection } from '../record/record-form.tsx';
import styles from '../record/record-items.module.css';
import { refresh } from './application-api.ts';

/** The client secrets of an application as operators see them: never a value, but stopped at once where needed. */
export function SecretsSection({ application }: { application: Application }): ReactNode {
  const { now } = useClock();
  const [asked, setAsked] = useState<ClientSecret | null>(null);
  const [goneId, setGone] = useState('');
  const gone = application.secretsElsewhere.find(({ id }) => id === goneId);
  const onSignedOut = useSignedOut();
  const queryClient = useQueryClient();
  const secrets = application.secrets.filter((secret) => !isDeleted(secret)).toSorted(compareSecrets(now));
  async function change(secret: ClientSecret, reason: string | null): Promise<void> {
    const isDisabled = secret.disabled !== null;
    await (isDisabled
      ? enableClientSecret(application, secret.id)
      : // Whatever changed since it was read: an emergency stop is never refused.
        disableClientSecret({ ...application, etag: null }, secret.id, reason));
    await refresh(queryClient);
    setAsked(null);
    announce(
      text(
        isDisabled ? 'web.operator-application.secret-enabled' : 'web.operator-application.secret-disabled',
        {
          name: secret.name,
        },
      ),
    );
  }
  return (
    <RecordSection title={text('web.operator-application.secrets')}>
      <p className="kt-muted">{text('web.operator-application.secrets-hint')}</p>
      {secrets.length === 0 ? (
        <p>{text('web.operator-application.no-secrets')}</p>
      ) : (
        <ul className={styles.list}>
          {secrets.map((secret) => (
            <SecretItem
              key={secret.id}
              secret={secret}
              application={application}
              onAsk={() => setAsked(secret)}
            />
          ))}
        </ul>
      )}
      <SecretsElsewhere application={application} isOperator onGone={setGone} />
      {gone === undefined ? null : (
        <SecretGoneDialog
          application={application}
          secret={gone}
          refresh={() => refresh(queryClient)}
          onClose={() => setGone('')}
          onDone={(message) => {
            setGone('');
            announce(message);
          }}
          onSignedOut={onSignedOut}
        />
      )}
      {asked === null ? null : (
        <EmergencyDialog
          heading={text(
            asked.disabled === null
              ? 'web.operator-application.disable-secret-heading'
              : 'web.operator-application.enable-secret-heading',
            { name: asked.name },
          )}
          consequence={text(
            asked.disabled === null
              ? 'web.operator-application.disable-secret-text'
              : 'web.operator-application.enable-secret-text',
          )}
          submitLabel={text(asked.disabled === null ? 'web.emergency.disable' : 'web.emergency.enable')}
          {...(asked.disabled === null ? { reasonHint: text('web.emergency.reason-hint') } : {})}
          isDangerous={asked.disabled === null}
          onSubmit={(reason) => change(asked, reason)}
          onClose={() => setAsked(null)}
        />
      )}
    </RecordSection>
  );
}

type ItemProps = { secret: ClientSecret; application: Application; onAsk: () => void };

function SecretItem({ secret, application, onAsk }: ItemProps): ReactNode {
  const { now, timeZone } = useClock();
  const { name, hint, expiresAt, lastUsedAt, createdBy, creatorLeft, disabled } = secret;
  return (
    <li>
      <div>
        <p>
          {name} <code>{hint}…</code>
        </p>
        <p className="kt-small">
          <SecretStateLabel secret={secret} applicationStatus={application.status} />
        </p>
        <p className="kt-muted kt-small">
          {[
            text('web.operator-application.expires', { at: formatInstant(expiresAt, timeZone) }),
            lastUsedAt === null
              ? text('web.operator-application.never-used')
              : text('web.operator-application.used', { at: formatPast(lastUsedAt, timeZone, now) }),
            text('web.operator-application.created-by', { name: createdBy.name }),
          ].join(' · ')}
        </p>
        {creatorLeft ? (
          <p className={`${styles.left} kt-small`}>
            <Icon name="warning" size={15} />
            <span>{text('web.secret.creator-left')}</span>
          </p>
        ) : null}
      </div>
      <Button
        variant="default"
        size="xs"
        aria-label={text(
          disabled === null
            ? 'web.operator-application.disable-secret-name'
            : 'web.operator-application.enable-secret-name',
          { name },
        )}
        onClick={onAsk}
      >
        {text(
          disabled === null
            ? 'web.operator-application.disable-secret'
            : 'web.operator-application.enable-secret',
        )}
      </Button>
    </li>
  );
}
