import type { ClientSecret } from '@keyturn/contract';
import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './secret-table.module.css';

export type SecretAction = 'usage' | 'rotate' | 'disable' | 'enable' | 'delete';

type Props = {
  secret: ClientSecret;
  /** Of the application: a disabled one gets no tokens, so there is nothing to rotate or to test. */
  canRotate: boolean;
  onAction: (action: SecretAction) => void;
};

/** What can be done with a client secret. Each control is named with the secret's name, as rows repeat. */
export function SecretActions({ secret: { name, status }, canRotate, onAction }: Props): ReactNode {
  return (
    <div className={styles.actions}>
      {canRotate ? (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text('web.secret.rotate-name', { name })}
          onClick={() => onAction('rotate')}
        >
          {text('web.secret.rotate')}
        </Button>
      ) : null}
      {status === 'disabled' ? (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text('web.secret.enable-name', { name })}
          onClick={() => onAction('enable')}
        >
          {text('web.secret.enable')}
        </Button>
      ) : null}
      {status === 'active' || status === 'expiring' ? (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text('web.secret.disable-name', { name })}
          onClick={() => onAction('disable')}
        >
          {text('web.secret.disable')}
        </Button>
      ) : null}
      <ActionIcon
        variant="subtle"
        color="danger"
        size="md"
        aria-label={text('web.secret.delete-name', { name })}
        title={text('web.secret.delete-name', { name })}
        onClick={() => onAction('delete')}
      >
        <Icon name="delete" size={17} />
      </ActionIcon>
    </div>
  );
}
