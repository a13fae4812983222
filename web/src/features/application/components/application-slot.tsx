import type { Application } from '@keyturn/contract';
import { memo, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { PausedClock } from '../../../lib/clock.tsx';
import { useNearViewport } from '../../../lib/use-near-viewport.ts';
import type { SecretAction } from '../../client-secret/components/secret-actions.tsx';
import { isDeleted } from '../../client-secret/secret-state.ts';
import { ApplicationOutline } from './application-outline.tsx';
import { ApplicationRegion, headingIdOf, type RegionNote } from './application-region.tsx';
import styles from './application-slot.module.css';

export type RegionActions = {
  onCreate: (clientId: string) => void;
  onConnectionDetails: (clientId: string) => void;
  onSecretAction: (clientId: string, action: SecretAction, secretId: string) => void;
  onSecretGone: (clientId: string, secretId: string) => void;
};

type Props = {
  application: Application;
  supportEmail: string;
  notes: RegionNote[];
  /** The same ones at every rendering. */
  actions: RegionActions;
  /** One of many: all of it is rendered only when it comes near. */
  isOneOfMany: boolean;
  /** Among the first ones, which are seen at once. */
  isFirst: boolean;
};

/**
 * The place of one application in the list. Of many, those far away are an outline, which the browser's own search
 * finds, which headings and links lead to, and which becomes the whole region before it is seen.
 */
export const ApplicationSlot = memo(function ApplicationSlot(props: Props): ReactNode {
  const { application, supportEmail, notes, actions, isOneOfMany, isFirst } = props;
  const { clientId } = application;
  const slot = useRef<HTMLDivElement>(null);
  const { isNear, wasNear } = useNearViewport(slot, isOneOfMany);
  const isWhole = !isOneOfMany || isFirst || wasNear;
  const [hadFocus, setHadFocus] = useState(false);
  useLayoutEffect(() => {
    // The outline's heading had it, and is gone.
    if (isWhole && hadFocus && document.activeElement === document.body)
      document.getElementById(headingIdOf(clientId))?.focus({ preventScroll: true });
  }, [isWhole, hadFocus, clientId]);

  // Coming near and going away, it is not rendered anew.
  const content = useMemo(
    () =>
      isWhole ? (
        <ApplicationRegion
          application={application}
          supportEmail={supportEmail}
          notes={notes}
          onCreate={() => actions.onCreate(clientId)}
          onConnectionDetails={() => actions.onConnectionDetails(clientId)}
          onSecretAction={(action, secretId) => actions.onSecretAction(clientId, action, secretId)}
          onSecretGone={(secretId) => actions.onSecretGone(clientId, secretId)}
        />
      ) : (
        <ApplicationOutline application={application} />
      ),
    [isWhole, application, supportEmail, notes, actions, clientId],
  );
  if (!isOneOfMany) return content;
  const rows = application.secrets.filter((secret) => !isDeleted(secret)).length;
  return (
    <div
      ref={slot}
      className={`${styles.slot} ${isWhole ? '' : styles.outline}`}
      style={{ '--rows': rows }}
      onFocus={() => setHadFocus(true)}
      onBlur={() => setHadFocus(false)}
    >
      <PausedClock paused={!isNear && !isFirst}>{content}</PausedClock>
    </div>
  );
});
