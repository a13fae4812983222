import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { useNow } from './use-now.ts';

/** The present, and the time zone in which the signed-in person reads times. */
export type Clock = { now: Date; timeZone: string };

const ClockContext = createContext<Clock | null>(null);

export function ClockProvider({ timeZone, children }: { timeZone: string; children: ReactNode }): ReactNode {
  const now = useNow();
  const clock = useMemo(() => ({ now, timeZone }), [now, timeZone]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useClock(): Clock {
  const clock = use(ClockContext);
  if (clock === null) throw new Error('useClock outside ClockProvider');
  return clock;
}

/** Stands still while it is paused: what nobody sees need not be rendered anew at every tick. */
export function PausedClock({ paused, children }: { paused: boolean; children: ReactNode }): ReactNode {
  const clock = useClock();
  const [kept, setKept] = useState(clock);
  if (!paused && kept !== clock) setKept(clock);
  return <ClockContext value={kept}>{children}</ClockContext>;
}
