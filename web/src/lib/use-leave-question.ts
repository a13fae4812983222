import { useBlocker } from '@tanstack/react-router';

/** Asks `question` before a page is left, by a link or for good, as long as `isAsked` says that something would be lost. */
export function useLeaveQuestion(isAsked: () => boolean, question: string): void {
  useBlocker({
    shouldBlockFn: () => isAsked() && !globalThis.confirm(question),
    enableBeforeUnload: isAsked,
  });
}
