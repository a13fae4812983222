import type { Application, ClientSecret } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Notice, type Tone } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatPastInline, formatTime } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import type { ApiOutcome, DeleteCase } from '../delete-case.ts';
import styles from './delete-consequences.module.css';

type Props = { application: Application; secret: ClientSecret; facts: DeleteCase };

/** What deleting a client secret stops, as far as there is evidence. */
export function DeleteConsequences({ application, secret, facts }: Props): ReactNode {
  const { now, timeZone } = useClock();
  const at = secret.lastUsedAt === null ? '' : formatPastInline(secret.lastUsedAt, timeZone, now);
  return (
    <>
      <Notice tone={toneOf(facts)}>
        {/* That it was never used does not make deleting the last one harmless. */}
        {facts.isLastValid && facts.use === 'never-used' ? null : (
          <p>{evidenceText(facts.use, at, secret.lastUsedFrom?.address ?? null)}</p>
        )}
        {facts.isLastValid ? <p>{text('web.delete.last-valid', { application: application.name })}</p> : null}
      </Notice>
      {/* Of one never used there are no tokens, and of an idle one it was just said that they have expired. */}
      {facts.use === 'never-used' || facts.use === 'idle' ? null : (
        <div>
          <h3>{text('web.delete.apis')}</h3>
          <ul className={styles.apis}>
            {facts.apis.map(({ api, outcome }) => (
              <li key={api.id}>
                {outcomeText(outcome, `${api.name} ${text(`web.applications.${api.environment}`)}`, timeZone)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function toneOf({ use, isLastValid }: DeleteCase): Tone {
  if (use === 'in-use' || isLastValid) return 'danger';
  return use === 'used-not-valid' ? 'warning' : 'info';
}

function evidenceText(use: DeleteCase['use'], at: string, address: string | null): string {
  switch (use) {
    case 'never-used':
      return text('web.delete.never-used');
    case 'idle':
      return text('web.delete.idle', { at });
    case 'in-use':
      return address === null
        ? text('web.delete.in-use-unknown-address', { at })
        : text('web.delete.in-use', { at, address });
    case 'used-not-valid':
      return address === null
        ? text('web.delete.used-not-valid-unknown-address', { at })
        : text('web.delete.used-not-valid', { at, address });
  }
}

function outcomeText(outcome: ApiOutcome, api: string, timeZone: string): string {
  switch (outcome.kind) {
    case 'at-once':
      return text('web.delete.api-at-once', { api });
    case 'soon':
      return text('web.delete.api-soon', { api });
    case 'expired':
      return text('web.delete.api-expired', { api });
    case 'until':
      return text('web.delete.api-until', { api, at: formatTime(outcome.at, timeZone) });
  }
}
