import { useState, type FormEvent } from 'react';

/** A form that is sent once at a time, with what its last attempt failed with. */
export function useSubmit(send: () => Promise<unknown>): {
  busy: boolean;
  error: unknown;
  submit: (event: FormEvent) => void;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function attempt(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await send();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    error,
    submit(event) {
      event.preventDefault();
      if (!busy) void attempt();
    },
  };
}
