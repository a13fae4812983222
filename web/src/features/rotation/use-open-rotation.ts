import { useCallback, useEffect, useRef, useState } from 'react';
import type { RotationAddress } from './use-rotation-address.ts';

type OpenRotation = {
  /** The client secret to replace; null: no rotation is open. */
  secretId: string | null;
  open: (clientId: string, secretId: string) => void;
  close: () => void;
  /** Closes it because it is over: the focus is somewhere else already. */
  leave: () => void;
};

/**
 * The rotation that is open, as the address says.
 *
 * @param onClosed called when it was closed, by Back too, with what had the focus when it was opened, and where
 */
export function useOpenRotation(
  address: RotationAddress,
  onClosed: (opener: Element | null, clientId: string) => void,
): OpenRotation {
  const { clientId = '', secretId, open: openAddress, close } = address;
  const [leftId, setLeftId] = useState<string | null>(null);
  const opener = useRef<Element | null>(null);
  const openIn = useRef<string | null>(null);

  useEffect(() => {
    if (secretId === undefined && openIn.current !== null) {
      if (leftId === null) onClosed(opener.current, openIn.current);
      opener.current = null;
      setLeftId(null);
    }
    openIn.current = secretId === undefined ? null : clientId;
    // What to do then is asked for only when it is closed.
  }, [secretId]);

  const open = useCallback(
    (inId: string, id: string) => {
      opener.current = document.activeElement;
      openAddress(inId, id);
    },
    [openAddress],
  );

  const leave = (): void => {
    if (secretId === undefined) return;
    setLeftId(secretId);
    close();
  };

  return { secretId: secretId === undefined || secretId === leftId ? null : secretId, open, close, leave };
}
