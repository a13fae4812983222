import type { ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import styles from './help.module.css';

/** The parts of the pages that the guide for credential managers explains beside them. */
type HelpTopic = 'client-id' | 'secrets' | 'expiry' | 'delete';

const paragraphs = {
  'client-id': ['web.help.client-id'],
  secrets: ['web.help.secrets', 'web.help.secrets-states'],
  expiry: ['web.help.expiry'],
  delete: ['web.help.delete'],
} as const;

/** What the guide says about the part of the page that this stands beside, opened on demand. */
export const Help = ({ topic, guideUrl }: { topic: HelpTopic; guideUrl: string }): ReactNode => (
  <details className={styles.help}>
    <summary>
      <span className={styles.mark} aria-hidden="true">
        ?
      </span>
      {text(`web.help.about-${topic}`)}
    </summary>
    <div className={styles.body}>
      {paragraphs[topic].map((paragraph) => (
        <p key={paragraph}>{text(paragraph)}</p>
      ))}
      <p>
        <a href={guideUrl} target="_blank" rel="noreferrer">
          {text('web.help.guide')}
        </a>
      </p>
    </div>
  </details>
);
