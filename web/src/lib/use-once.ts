import { useEffect, useEffectEvent, useRef, useState } from 'react';

type Once<Answer> = { answer: Answer | null; error: unknown; again: () => void };

/**
 * Calls once when the component is first shown, and anew when asked to. The answer lives in the component's state
 * alone, in no cache: for what is shown once.
 */
export function useOnce<Answer>(call: () => Promise<Answer>): Once<Answer> {
  const [attempts, setAttempts] = useState(1);
  const [outcome, setOutcome] = useState<{ answer: Answer | null; error: unknown }>(nothing);
  const made = useRef(0);

  const attempt = useEffectEvent(async (): Promise<void> => {
    setOutcome(nothing);
    try {
      setOutcome({ answer: await call(), error: null });
    } catch (error) {
      setOutcome({ answer: null, error });
    }
  });
  useEffect(() => {
    // In development everything is mounted twice.
    if (made.current === attempts) return;
    made.current = attempts;
    void attempt();
  }, [attempts]);

  return { ...outcome, again: () => setAttempts((count) => count + 1) };
}

const nothing = { answer: null, error: null };
