import type { ClientSecret, SecretUsage } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { describeRefusedSince } from '../describe-refused-since.ts';
import { refusedSince } from '../refused-since.ts';

/** What a client secret was refused since it was disabled: whether anything still needs it. */
export function DisabledNotice({ secret, usage }: { secret: ClientSecret; usage: SecretUsage }): ReactNode {
  const clock = useClock();
  const refused = refusedSince(secret, usage);
  if (refused === null) return null;
  return (
    <Notice tone={refused.lastAt === null ? 'good' : 'warning'}>
      {describeRefusedSince(refused, clock)}
    </Notice>
  );
}
