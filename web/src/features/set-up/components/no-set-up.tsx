import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';

type Props = { supportEmail: string; /** One was under way until now. */ isOver: boolean };

/** No set-up is under way in this browser, and how to get to one. */
export const NoSetUp = ({ supportEmail, isOver }: Props): ReactNode => (
  <>
    <Notice tone="warning" {...(isOver ? { role: 'alert' } : {})}>
      {text(isOver ? 'web.set-up.over' : 'web.set-up.no-token')}
    </Notice>
    <p>
      {text(isOver ? 'web.set-up.over-next' : 'web.set-up.no-token-expired', {
        forgot: text('web.sign-in.forgot'),
        support: supportEmail,
      })}
    </p>
    <p>
      <Link to="/forgot-password">{text('web.sign-in.forgot')}</Link> ·{' '}
      <Link to="/sign-in">{text('web.set-up.sign-in')}</Link>
    </p>
  </>
);
