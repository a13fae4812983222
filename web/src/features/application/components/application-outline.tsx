import type { Application } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { isDeleted } from '../../client-secret/secret-state.ts';
import { headingIdOf } from './application-region.tsx';
import styles from './application-region.module.css';

/** What stands for an application that is far from what is seen: the words by which somebody looks for it. */
export const ApplicationOutline = ({ application }: { application: Application }): ReactNode => (
  <section className={styles.region} aria-labelledby={headingIdOf(application.clientId)}>
    <div className={styles.head}>
      <div className={styles.facts}>
        <h2 id={headingIdOf(application.clientId)} tabIndex={-1}>
          {application.name}
        </h2>
        <p className={styles.people}>
          {text('web.application.client-id')} {application.clientId}
        </p>
        <p className={styles.people}>
          {application.secrets
            .filter((secret) => !isDeleted(secret))
            .map(({ name, hint }) => `${name} (${hint}…)`)
            .join(', ')}
        </p>
      </div>
    </div>
  </section>
);
