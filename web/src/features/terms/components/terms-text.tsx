import type { Terms } from '@keyturn/contract';
import { lazy, Suspense, type ReactNode } from 'react';
import { formatDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import styles from './terms-text.module.css';

const Markdown = lazy(() => import('../../../components/ui/markdown.tsx'));

type Props = {
  terms: Terms;
  /** In a frame of its own that scrolls, so that what comes after is in sight. */
  framed?: boolean;
};

/** The terms as they were published. */
export function TermsText({ terms, framed = false }: Props): ReactNode {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const frame = framed
    ? // Focusable, so that the keyboard can scroll it.
      { tabIndex: 0, role: 'region', 'aria-label': text('web.terms.text'), className: styles.frame }
    : {};
  return (
    <>
      <p className="kt-muted kt-small">
        {text('web.terms.version', {
          version: terms.version,
          date: formatDay(terms.publishedAt, timeZone),
        })}
      </p>
      <div {...frame}>
        <Suspense fallback={<p role="status">{text('web.terms.loading')}</p>}>
          <Markdown source={terms.text} />
        </Suspense>
      </div>
    </>
  );
}
