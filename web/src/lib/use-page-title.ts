import { useEffect } from 'react';
import { text } from './messages.ts';

/** Names the document after the page, so that tabs, history and screen readers tell pages apart. */
export function usePageTitle(page: string, operator: string): void {
  useEffect(() => {
    document.title = text('web.title', { page, operator });
  }, [page, operator]);
}
