import type { User, WebMessageKey } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import type { Tagged } from '../../../lib/api-call.ts';
import { text } from '../../../lib/messages.ts';
import { EmergencyDialog } from '../record/emergency-dialog.tsx';
import { LinkList, RecordSection } from '../record/record-form.tsx';
import { actOnUser, updateUser, type UserAction } from './user-api.ts';

type Action = UserAction | 'disable' | 'enable';

const words: Record<Action, { label: WebMessageKey; text: WebMessageKey; done: WebMessageKey }> = {
  invite: { label: 'web.person.invite', text: 'web.person.invite-text', done: 'web.person.invited' },
  revoke: { label: 'web.person.revoke', text: 'web.person.revoke-text', done: 'web.person.revoked' },
  'reset-mfa': {
    label: 'web.person.reset-mfa',
    text: 'web.person.reset-mfa-text',
    done: 'web.person.mfa-reset',
  },
  disable: { label: 'web.person.disable', text: 'web.person.disable-text', done: 'web.person.disabled' },
  enable: { label: 'web.person.enable', text: 'web.person.enable-text', done: 'web.person.enabled' },
  close: { label: 'web.person.close', text: 'web.person.close-text', done: 'web.person.closed' },
};

const dangerous = new Set<Action>(['reset-mfa', 'disable', 'close']);

/** What can be done about how somebody gets in, as the account stands. */
function actionsFor({ status, factors, invitation }: User): Action[] {
  if (status === 'disabled') return ['enable', 'close'];
  return [
    ...(factors === 0 ? (['invite'] as const) : (['reset-mfa'] as const)),
    ...(invitation === null ? [] : (['revoke'] as const)),
    'disable',
    'close',
  ];
}

/** Invitation, lost second factors, and the end of an account (R6.1, R6.2). */
export function AccessSection({ record: { value, etag } }: { record: Tagged<User> }): ReactNode {
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Action | null>(null);
  async function act(action: Action): Promise<void> {
    // Whatever changed since it was read: an emergency stop is never refused.
    if (action === 'disable') await updateUser(queryClient, value.id, { status: 'disabled' }, undefined);
    else if (action === 'enable') await updateUser(queryClient, value.id, { status: 'active' }, etag);
    else await actOnUser(queryClient, value.id, action);
    setAsked(null);
    announce(text(words[action].done));
  }
  return (
    <RecordSection title={text('web.person.access')}>
      <LinkList>
        {actionsFor(value).map((action) => (
          <Button
            key={action}
            variant="default"
            {...(dangerous.has(action) ? { color: 'danger' } : {})}
            onClick={() => setAsked(action)}
          >
            {text(words[action].label)}
          </Button>
        ))}
      </LinkList>
      {asked === null ? null : (
        <EmergencyDialog
          heading={text('web.person.confirm', { action: text(words[asked].label) })}
          consequence={text(words[asked].text, { email: value.email })}
          submitLabel={text(words[asked].label)}
          isDangerous={dangerous.has(asked)}
          onSubmit={() => act(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </RecordSection>
  );
}
