import type { Application, ClientSecret, Portal, Rotation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { ConnectionDetails } from '../../application/components/connection-details.tsx';

type Props = { application: Application; portal: Portal; secret: ClientSecret; rotation: Rotation };

/** Step 2: what goes into the system, and what stays as it is. */
export function UpdateStep({ application, portal, secret, rotation }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const { firstUse, replacement } = rotation;
  return (
    <>
      <p>{text('web.rotation.update-text', { hint: replacement.hint, old: secret.hint })}</p>
      <Notice tone={firstUse === null ? 'info' : 'good'}>
        {firstUse === null
          ? text('web.rotation.update-waiting')
          : text('web.rotation.update-used', {
              at: formatPastInline(firstUse.at, timeZone, now),
              address: firstUse.address,
            })}
      </Notice>
      <ConnectionDetails application={application} portal={portal} />
    </>
  );
}
