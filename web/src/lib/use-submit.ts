import { useEffect, useRef, useState, type FormEvent } from 'react';

export type Submission = {
  busy: boolean;
  error: unknown;
  submit: (event?: FormEvent) => void;
  clearError: () => void;
};

/** Something that is sent once at a time, with what its last attempt failed with. */
export function useSubmit(send: () => Promise<unknown>): Submission {
  const running = useRef(false);
  const focused = useRef<Element | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    // A button that is pressed is disabled meanwhile, and so loses the focus.
    const { current } = focused;
    if (!busy && document.activeElement === document.body && current instanceof HTMLElement) current.focus();
  }, [busy]);

  async function attempt(): Promise<void> {
    running.current = true;
    focused.current = document.activeElement;
    setBusy(true);
    setError(null);
    try {
      await send();
    } catch (failure) {
      setError(failure);
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return {
    busy,
    error,
    submit(event) {
      event?.preventDefault();
      if (!running.current) void attempt();
    },
    clearError: () => setError(null),
  };
}
