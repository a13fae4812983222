import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './demo.module.css';

const steps = [
  'web.demo.try-1',
  'web.demo.try-2',
  'web.demo.try-3',
  'web.demo.try-4',
  'web.demo.try-5',
] as const;

/** What is worth trying in the demo. */
export const TryIt = (): ReactNode => (
  <section className={styles.section} aria-labelledby="try-it">
    <h2 id="try-it">{text('web.demo.try')}</h2>
    <ol className={styles.steps}>
      {steps.map((step) => (
        <li key={step}>{text(step)}</li>
      ))}
    </ol>
    <a href="/demo/mail">{text('web.demo.mail')}</a>
  </section>
);
