import type { WebMessageKey } from '@keyturn/contract';
import { lazy, Suspense, type ReactNode } from 'react';
import { useSidePanel } from '../../../components/ui/side-panel.tsx';
import { text } from '../../../lib/messages.ts';
import type { GuideTopic } from '../guide-topics.ts';
import styles from './guide-button.module.css';

// It never fails: what is open beside it, such as a client secret that is shown only once, has to stay.
const GuideText = lazy(() => import('./guide-text.tsx').catch(() => ({ default: Unavailable })));

/** A button that does not stand at the top of all that it explains says what it is about. */
const labels: Partial<Record<GuideTopic, WebMessageKey>> = {
  application: 'web.guide.open-application',
  states: 'web.guide.open-states',
  alerts: 'web.guide.open-alerts',
  expiry: 'web.guide.open-expiry',
};

/** Opens the guide for credential managers beside the part that this stands at, at the section about it. */
export function GuideButton({ topic }: { topic: GuideTopic }): ReactNode {
  const { panelId, shownId, toggle } = useSidePanel();
  const isOpen = shownId === topic;
  const content = (
    <Suspense fallback={<p role="status">{text('web.guide.loading')}</p>}>
      <GuideText topic={topic} />
    </Suspense>
  );
  return (
    <button
      type="button"
      className={styles.guide}
      aria-expanded={isOpen}
      aria-controls={isOpen ? panelId : undefined}
      onClick={(event) => toggle({ id: topic, title: text('web.guide.title'), content }, event.currentTarget)}
    >
      <span className={styles.mark} aria-hidden="true">
        ?
      </span>
      {text(labels[topic] ?? 'web.guide.open')}
    </button>
  );
}

const Unavailable = (): ReactNode => <p role="alert">{text('web.guide.unavailable')}</p>;
