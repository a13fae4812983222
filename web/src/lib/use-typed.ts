import { useEffect, useEffectEvent, useRef, useState } from 'react';

/** What is typed is shown at once and taken over `waitMs` later; Back brings an earlier one. */
export function useTyped(
  value: string,
  onTyped: (value: string) => void,
  waitMs: number,
): [string, (value: string) => void] {
  const [typed, setTyped] = useState(value);
  const taken = useRef(value);
  const take = useEffectEvent(() => {
    if (typed === taken.current) return;
    taken.current = typed;
    onTyped(typed);
  });
  useEffect(() => {
    const timer = setTimeout(() => take(), waitMs);
    return () => clearTimeout(timer);
  }, [typed, waitMs]);
  useEffect(() => {
    if (value === taken.current) return;
    taken.current = value;
    setTyped(value);
  }, [value]);
  return [typed, setTyped];
}
