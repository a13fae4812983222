import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

const listeners = new Set<(message: string) => void>();

/** Says something to assistive technology without moving the focus. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message);
}

/** The one polite live region of the pages; outside of what dialogs make inert. */
export function LiveRegion(): ReactNode {
  const [message, setMessage] = useState('');
  useEffect(() => {
    listeners.add(setMessage);
    return () => {
      listeners.delete(setMessage);
    };
  }, []);
  return createPortal(
    <div className="kt-visually-hidden" role="status" aria-live="polite">
      {message}
    </div>,
    document.body,
  );
}
