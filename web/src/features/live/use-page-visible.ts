import { useSyncExternalStore } from 'react';

/** Whether somebody can see this page: it is in front, and the browser does not merely keep it for Back. */
export const usePageVisible = (): boolean => useSyncExternalStore(subscribe, isVisible);

const isVisible = (): boolean => document.visibilityState === 'visible';

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
