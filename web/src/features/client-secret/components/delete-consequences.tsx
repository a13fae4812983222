import type { Application, ClientSecret, SecretUsage } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Notice, type Tone } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { DisabledNotice } from '../../usage/components/disabled-notice.tsx';
import type { DeleteCase } from '../delete-case.ts';
import { deleteEvidence } from '../delete-evidence.ts';
import { describeOutcome } from '../describe-outcome.ts';
import styles from './delete-consequences.module.css';

type Props = {
  application: Application;
  secret: ClientSecret;
  facts: DeleteCase;
  /** Null: it could not be read. */
  usage: SecretUsage | null;
};

/** What deleting a client secret stops, as far as there is evidence. */
export function DeleteConsequences({ application, secret, facts, usage }: Props): ReactNode {
  const clock = useClock();
  return (
    <>
      <Notice tone={toneOf(facts)}>
        {/* That it was never used does not make deleting the last one harmless. */}
        {facts.isLastValid && facts.use === 'never-used' ? null : <p>{deleteEvidence(facts, clock)}</p>}
        {facts.isLastValid ? <p>{text('web.delete.last-valid', { application: application.name })}</p> : null}
      </Notice>
      {usage === null ? null : <DisabledNotice secret={secret} usage={usage} />}
      {/* Of one never used there are no tokens, and of an idle one it was just said that they have expired. */}
      {facts.lastUsedAt === null || (facts.use === 'idle' && facts.tokensLiveUntil === null) ? null : (
        <div>
          <h3>{text('web.delete.apis')}</h3>
          <ul className={styles.apis}>
            {facts.apis.map(({ api, outcome }) => (
              <li key={api.id}>
                {describeOutcome(
                  outcome,
                  `${api.name} ${text(`web.applications.${api.environment}`)}`,
                  clock,
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function toneOf({ use, isLastValid }: DeleteCase): Tone {
  if (use === 'in-use' || use === 'used-lately' || isLastValid) return 'danger';
  return use === 'used-not-valid' || use === 'still-asked-for' || use === 'unknown' ? 'warning' : 'info';
}
