import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { text } from '../lib/messages.ts';
import styles from './plain-page.module.css';

/** An address that no page has. */
export const PageNotFound = (): ReactNode => (
  <main className={styles.page}>
    <h1>{text('web.not-found.heading')}</h1>
    <p>{text('web.not-found.text')}</p>
    <Link to="/">{text('web.not-found.link')}</Link>
  </main>
);
