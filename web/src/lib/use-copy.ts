import { useEffect, useState } from 'react';

type CopyState = 'idle' | 'copied' | 'failed';

const copiedMs = 4_000;

/** Copies to the clipboard and says for a while how it went. */
export function useCopy(): {
  state: CopyState;
  copy: (value: string) => Promise<boolean>;
  reset: () => void;
} {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state !== 'copied') return;
    const timer = setTimeout(() => setState('idle'), copiedMs);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async (value: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(value);
      setState('copied');
      return true;
    } catch {
      setState('failed');
      return false;
    }
  };
  return { state, copy, reset: () => setState('idle') };
}
