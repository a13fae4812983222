import { lazy, Suspense, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import styles from './terms-versions.module.css';

const Markdown = lazy(() => import('../../../components/ui/markdown.tsx'));

/** A version of the terms, as members see it. */
export const PublishedText = ({ source }: { source: string }): ReactNode => (
  <div className={styles.text}>
    <Suspense fallback={<p role="status">{text('web.terms.loading')}</p>}>
      <Markdown source={source} />
    </Suspense>
  </div>
);
