import type { Application } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './application-region.module.css';

/** The APIs that an application may use, each with its environment in words. */
export const ApiBadges = ({ apis }: Pick<Application, 'apis'>): ReactNode => (
  <ul className={styles.badges} aria-label={text('web.application.apis')}>
    {apis.map(({ id, name, environment }) => (
      <li key={id} className={`${styles.badge} ${styles[environment]}`}>
        <b>{name}</b> {text(`web.applications.${environment}`)}
      </li>
    ))}
  </ul>
);
