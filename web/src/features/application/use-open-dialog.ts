import { useCallback, useRef, useState } from 'react';
import { announce } from '../../components/ui/live-region.tsx';
import { headingIdOf } from './components/application-region.tsx';
import type { OpenDialog } from './open-dialog.ts';

/** The dialog that is open, what was done in the last one, and where the focus goes after it. */
export function useOpenDialog() {
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [done, setDone] = useState<{ clientId: string; message: string } | null>(null);
  const opener = useRef<Element | null>(null);

  const open = useCallback((next: OpenDialog): void => {
    // From one dialog to the next, the focus returns to where the first one was opened.
    setDialog((current) => {
      if (current === null) opener.current = document.activeElement;
      return next;
    });
    setDone(null);
  }, []);

  function close(message?: string): void {
    const clientId = dialog?.clientId ?? '';
    setDialog(null);
    if (message !== undefined) {
      setDone({ clientId, message });
      announce(message);
    }
    setTimeout(() => focusAfter(message === undefined ? opener.current : null, clientId), 0);
  }

  return { dialog, done, open, close, show: focusHeading };
}

/** Back to where the dialog was opened; when that is gone or something was done, to the region's heading. */
export function focusAfter(opener: Element | null, clientId: string): void {
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else focusHeading(clientId);
}

const focusHeading = (clientId: string): void => document.getElementById(headingIdOf(clientId))?.focus();
