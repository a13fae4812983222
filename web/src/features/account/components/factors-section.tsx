import type { Account, Session } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import { refreshAccount } from '../api/account.ts';
import type { OpenDialog } from '../open-dialog.ts';
import { AccountSection } from './account-section.tsx';
import styles from './account.module.css';
import { FactorDialogs } from './factor-dialogs.tsx';
import { FactorItem } from './factor-item.tsx';

type Props = {
  session: Session;
  /** undefined: not there yet, as `children` tell. */
  account: Account | undefined;
  headingRef: Ref<HTMLHeadingElement>;
  children: ReactNode;
};

/** "Manage MFA": second factors and recovery codes (R6.2). */
export function FactorsSection({ session, account, headingRef, children }: Props): ReactNode {
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const result = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);

  useEffect(() => {
    // When something was done, what the dialog was opened from may be gone.
    if (dialog === null) focusOn(done === null ? opener.current : result.current);
  }, [dialog, done]);

  function open(next: OpenDialog): void {
    opener.current = document.activeElement;
    setDone(null);
    setDialog(next);
  }

  function close(message?: string): void {
    setDialog(null);
    if (message === undefined) return;
    announce(message);
    setDone(message);
    void refreshAccount(queryClient);
  }

  return (
    <AccountSection id="mfa" title={text('web.account.mfa')} headingRef={headingRef}>
      <p className="kt-muted">{text('web.account.mfa-lead')}</p>
      {done === null ? null : (
        <div ref={result} tabIndex={-1}>
          <Notice tone="good">{done}</Notice>
        </div>
      )}
      {account === undefined ? (
        children
      ) : (
        <>
          {account.factors.length === 0 ? (
            <Notice tone="warning">{text('web.account.mfa-none')}</Notice>
          ) : (
            <ul className={styles.list}>
              {account.factors.map((factor) => (
                <FactorItem
                  key={factor.id}
                  factor={factor}
                  onRename={() => open({ kind: 'rename', factor })}
                  onRemove={() => open({ kind: 'remove', factor })}
                />
              ))}
            </ul>
          )}
          <div className={styles.actions}>
            <Button variant="default" onClick={() => open({ kind: 'add', factorKind: 'totp' })}>
              {text('web.account.add-totp')}
            </Button>
            <Button variant="default" onClick={() => open({ kind: 'add', factorKind: 'passkey' })}>
              {text('web.account.add-passkey')}
            </Button>
          </div>
          <RecoveryCodesLeft
            left={account.recoveryCodesLeft}
            onRenew={() => open({ kind: 'recovery-codes' })}
          />
          {dialog === null ? null : (
            <FactorDialogs
              dialog={dialog}
              account={account}
              isMember={session.user.role === 'member'}
              onClose={() => close()}
              onDone={close}
            />
          )}
        </>
      )}
    </AccountSection>
  );
}

function RecoveryCodesLeft({ left, onRenew }: { left: number; onRenew: () => void }): ReactNode {
  const renew = (
    <Button variant="default" onClick={onRenew}>
      {text('web.account.new-recovery-codes')}
    </Button>
  );
  if (left === 0)
    return (
      <Notice tone="warning" action={renew}>
        {text('web.account.recovery-none')}
      </Notice>
    );
  return (
    <div className={styles.actions}>
      <p>{text('web.account.recovery-left', { left })}</p>
      {renew}
    </div>
  );
}

function focusOn(element: Element | null): void {
  if (element instanceof HTMLElement && element.isConnected) element.focus();
}
