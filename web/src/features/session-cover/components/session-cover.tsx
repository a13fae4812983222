import { useLayoutEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { PageStateContext, type PageState } from '../../../lib/page-state.tsx';
import type { SessionGuard } from '../session-guard.ts';
import { CoverDialog } from './cover-dialog.tsx';
import { EndingHint } from './ending-hint.tsx';

const pageStates = {
  off: 'shown',
  open: 'shown',
  covered: 'covered',
  over: 'discarded',
} as const satisfies Record<string, PageState>;

/** The pages, and over them the cover once nobody has touched them for an hour (R6.3). */
export function SessionCover({ guard, children }: { guard: SessionGuard; children: ReactNode }): ReactNode {
  const { phase, endingAt, timeZone } = useSyncExternalStore(guard.subscribe, guard.snapshot);
  const isCovered = phase === 'covered';
  const wasFocused = useRef<Element | null>(null);
  useLayoutEffect(guard.start, [guard]);
  useLayoutEffect(() => {
    const element = wasFocused.current;
    if (isCovered || !(element instanceof HTMLElement)) return;
    wasFocused.current = null;
    focusSoon(element);
  }, [isCovered]);
  return (
    <PageStateContext value={pageStates[phase]}>
      {children}
      {endingAt === null ? null : <EndingHint at={new Date(endingAt)} timeZone={timeZone} />}
      {isCovered
        ? createPortal(
            <CoverDialog
              onShow={(focused) => (wasFocused.current = focused)}
              onContinue={guard.resume}
              onSignOut={guard.signOut}
            />,
            document.body,
          )
        : null}
    </PageStateContext>
  );
}

/** It takes some frames until what was hidden can have the focus; whoever has put it elsewhere keeps it there. */
function focusSoon(element: HTMLElement, frames = 20): void {
  element.focus({ preventScroll: true });
  if (frames === 0 || document.activeElement !== document.body) return;
  requestAnimationFrame(() => focusSoon(element, frames - 1));
}
