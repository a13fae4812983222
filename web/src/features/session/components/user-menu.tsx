import { Button } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import type { Session } from '@keyturn/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { text } from '../../../lib/messages.ts';
import { signOut } from '../api/session.ts';
import styles from './user-menu.module.css';

/** Who is signed in, and the way out. */
export function UserMenu({ session: { user, organisation } }: { session: Session }): ReactNode {
  const [open, setOpen] = useState(false);
  const panelId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useClickOutside<HTMLDivElement>(() => setOpen(false));
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  function closeOnEscape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    button.current?.focus();
  }

  async function leave(): Promise<void> {
    try {
      await signOut(queryClient);
    } catch {
      announce(text('web.user.sign-out-failed'));
      return;
    }
    await navigate({ to: '/sign-in' });
  }

  return (
    <div ref={menu} className={styles.menu} onKeyDown={closeOnEscape}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-controls={panelId}
        aria-label={text('web.user.menu', { name: user.name })}
        onClick={() => setOpen(!open)}
      >
        {user.name}
        <Icon name="chevron" size={14} />
      </button>
      <div id={panelId} className={styles.panel} hidden={!open}>
        <div>
          <p className={styles.name}>{user.name}</p>
          <p className="kt-muted kt-small">{user.email}</p>
        </div>
        <dl>
          <dt>{text('web.user.organisation')}</dt>
          <dd>{organisation.name}</dd>
          <dt>{text('web.user.time-zone')}</dt>
          <dd>{user.timeZone}</dd>
        </dl>
        <nav className={styles.links} aria-label={text('web.user.links')}>
          <Link to="/notifications" search={{}} onClick={() => setOpen(false)}>
            {text('web.notifications.heading')}
          </Link>
          <Link to="/account" onClick={() => setOpen(false)}>
            {text('web.user.account')}
          </Link>
          <Link to="/account" hash="mfa" onClick={() => setOpen(false)}>
            {text('web.user.mfa')}
          </Link>
        </nav>
        <Button variant="default" onClick={() => void leave()}>
          {text('web.user.sign-out')}
        </Button>
      </div>
    </div>
  );
}
