import type { Session } from '@keyturn/contract';
import { focusManager, type QueryClient } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { addRemedy, problemCode } from '../../lib/api-call.ts';
import { deviceTime } from '../../lib/server-time.ts';
import { endSession, readSession, sessionQuery } from '../session/api/session.ts';
import { isSessionOver } from '../session/is-session-over.ts';
import { continueSession, reportInput } from './api/input.ts';
import {
  endingAt,
  nextCheckIn,
  noSession,
  watchStep,
  type SessionWatch,
  type WatchEffect,
  type WatchEvent,
} from './session-watch.ts';
import { openTabChannel } from './tab-channel.ts';

const coversAfterMs = 3_600_000;

/** What people do themselves; pages move the pointer and the focus, and scroll, by other means too. */
const inputEvents = ['pointerdown', 'click', 'keydown', 'beforeinput', 'wheel', 'touchstart', 'touchmove'];

type Snapshot = {
  phase: SessionWatch['phase'];
  /** When the session ends for good; null: not soon. */
  endingAt: number | null;
  timeZone: string;
};

type Options = {
  queryClient: QueryClient;
  /** Goes to the sign-in page, from which one returns here if `returnHere`. */
  showSignIn: (returnHere: boolean) => Promise<void>;
};

export type SessionGuard = {
  /** Begins to watch; gives back what ends it. */
  start: () => () => void;
  subscribe: (listener: () => void) => () => void;
  snapshot: () => Snapshot;
  resume: () => Promise<void>;
  signOut: () => Promise<void>;
};

/** Covers and ends what the page shows of a session, as time passes without input and as the server says (R6.3). */
export function createSessionGuard({ queryClient, showSignIn }: Options): SessionGuard {
  let watch = noSession;
  let session: Session | null = null;
  let continuedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let snapshot: Snapshot = { phase: 'off', endingAt: null, timeZone: 'UTC' };
  /** Requests that the server refused because the session is covered; they are sent again after Continue. */
  let held: ((again: boolean) => void)[] = [];
  let tabs: ReturnType<typeof openTabChannel> | null = null;
  const listeners = new Set<() => void>();
  // That it leaves the cache means that somebody signed out, not that nobody asked for it in a while.
  queryClient.setQueryDefaults(sessionQuery.queryKey, { gcTime: Infinity });

  function dispatch(event: WatchEvent): void {
    const now = Date.now();
    const { watch: next, effects } = watchStep(watch, event, now);
    watch = next;
    publish(now);
    schedule(now);
    releaseHeld();
    for (const effect of effects) perform(effect);
  }

  function publish(now: number): void {
    const { phase } = watch;
    const next = { phase, endingAt: endingAt(watch, now), timeZone: session?.user.timeZone ?? 'UTC' };
    if (phase === snapshot.phase && next.endingAt === snapshot.endingAt) return;
    snapshot = next;
    const isHidden = phase === 'covered' || phase === 'over';
    const tell = (): void => listeners.forEach((listener) => listener());
    // Now, not in a while: a client secret may be on the screen.
    if (isHidden) flushSync(tell);
    else tell();
    // Nothing is fetched by itself while nobody looks at it.
    focusManager.setFocused(isHidden ? false : undefined);
  }

  function schedule(now: number): void {
    clearTimeout(timer);
    const inMs = nextCheckIn(watch, now);
    if (inMs !== null) timer = setTimeout(() => dispatch({ kind: 'tick' }), inMs);
  }

  function releaseHeld(): void {
    if (watch.phase === 'covered') return;
    const released = held;
    held = [];
    for (const resolve of released) resolve(watch.phase === 'open');
  }

  function perform(effect: WatchEffect): void {
    switch (effect) {
      case 'report-input':
        reportInput().catch((error: unknown) => {
          if (problemCode(error) === null) dispatch({ kind: 'report-failed' });
        });
        return;
      case 'tell-tabs':
        if (session !== null) tabs?.tell({ userId: session.user.id, inputAt: watch.lastInputAt });
        return;
      case 'ask-tabs':
        if (session !== null) tabs?.tell({ userId: session.user.id, inputAt: null });
        return;
      case 'read-session':
        void readAgain();
        return;
      case 'end-session':
        endSession().catch(() => null);
        return;
      case 'leave':
        void leave(true);
        return;
    }
  }

  /** What was shown is gone already: pages that hold something back while they are left are no more. */
  async function leave(returnHere: boolean): Promise<void> {
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'portal' });
    queryClient.getMutationCache().clear();
    queryClient.setQueryData(sessionQuery.queryKey, null);
    await showSignIn(returnHere);
    session = null;
    dispatch({ kind: 'signed-out' });
  }

  async function readAgain(): Promise<void> {
    const fresh = await readSession().catch(() => undefined);
    if (fresh === undefined || session === null) return;
    if (fresh === null) dispatch({ kind: 'ended' });
    else adopt(fresh);
  }

  /** Somebody else may have signed in in another tab: what this page shows is not for them. */
  function adopt(fresh: Session): boolean {
    if (session !== null && session.user.id !== fresh.user.id) {
      dispatch({ kind: 'discarded' });
      location.reload();
      return false;
    }
    queryClient.setQueryData(sessionQuery.queryKey, fresh);
    return true;
  }

  function takeCachedSession(): void {
    const cached = queryClient.getQueryData(sessionQuery.queryKey) ?? null;
    if (cached === session || watch.phase === 'over') return;
    session = cached;
    if (cached === null) return dispatch({ kind: 'signed-out' });
    const inputAt = deviceTime(cached.coversAt) - coversAfterMs;
    dispatch({ kind: 'session', inputAt, endsAt: deviceTime(cached.endsAt) });
  }

  const hold = async (sentAt: number): Promise<boolean> => {
    // Refused before Continue, answered after it.
    if (sentAt < continuedAt) return true;
    dispatch({ kind: 'refused' });
    if (watch.phase !== 'covered') return false;
    return new Promise((resolve) => held.push(resolve));
  };

  function start(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    const tick = (): void => dispatch({ kind: 'tick' });
    const onInput = ({ isTrusted }: Event): void => {
      if (isTrusted) dispatch({ kind: 'input' });
    };
    tabs = openTabChannel(({ userId, inputAt }) => {
      if (session === null) return;
      if (userId !== session.user.id) void readAgain();
      else if (inputAt !== null) dispatch({ kind: 'input-elsewhere', inputAt });
      else tabs?.tell({ userId, inputAt: watch.lastInputAt });
    });
    for (const name of inputEvents) addEventListener(name, onInput, { capture: true, passive: true, signal });
    for (const name of ['pageshow', 'focus']) addEventListener(name, tick, { signal });
    for (const name of ['visibilitychange', 'resume']) document.addEventListener(name, tick, { signal });
    const unsubscribe = queryClient.getQueryCache().subscribe(takeCachedSession);
    const removeRemedy = addRemedy('session-covered', hold);
    takeCachedSession();
    schedule(Date.now());
    return () => {
      stop.abort();
      tabs?.close();
      tabs = null;
      unsubscribe();
      removeRemedy();
      clearTimeout(timer);
    };
  }

  /** Continue: brings the page back as it was. */
  async function resume(): Promise<void> {
    try {
      if (!adopt(await continueSession())) return;
    } catch (error) {
      if (!isSessionOver(error)) throw error;
      return dispatch({ kind: 'ended' });
    }
    continuedAt = Date.now();
    dispatch({ kind: 'continued' });
  }

  /** Ends the session from under the cover. */
  async function signOut(): Promise<void> {
    await endSession();
    dispatch({ kind: 'discarded' });
    await leave(false);
  }

  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  return { start, subscribe, snapshot: () => snapshot, resume, signOut };
}
