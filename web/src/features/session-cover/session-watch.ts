const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const coverAfterMs = 60 * minuteMs;
const endAfterMs = 120 * minuteMs;
const reportEveryMs = minuteMs;
const tellEveryMs = secondMs;
/** How long other tabs have to say that there was input in them. */
const answerWithinMs = secondMs;
const warnBeforeMs = 2 * minuteMs;
/** Timers stand still while a computer sleeps, so the clock on the wall is looked at every now and then. */
const checkEveryMs = 15 * secondMs;

/** How long ago there was input in this browser, and what follows for the page (R6.3). Times are this device's. */
export type SessionWatch = {
  /** `off`: nobody is signed in here; `over`: what the page shows and what was typed is discarded. */
  phase: 'off' | 'open' | 'covered' | 'over';
  lastInputAt: number;
  /** Twelve hours after sign-in; null: not known yet. */
  endsAt: number | null;
  /** When the session has to be read again to learn that. */
  readAt: number | null;
  reportedAt: number | null;
  unreported: boolean;
  toldAt: number | null;
  askedAt: number | null;
};

export type WatchEvent =
  /** Somebody touched, clicked or typed in this tab. */
  | { kind: 'input' }
  /** Another tab of this browser had input, as it says. */
  | { kind: 'input-elsewhere'; inputAt: number }
  | { kind: 'report-failed' }
  /** The server told of the session: the last input that it knows, and when it ends as of now. */
  | { kind: 'session'; inputAt: number; endsAt: number }
  /** The server refuses everything but Continue. */
  | { kind: 'refused' }
  | { kind: 'continued' }
  /** The server says that the session is over. */
  | { kind: 'ended' }
  /** What the page shows has to go, and whoever says so knows where to. */
  | { kind: 'discarded' }
  /** Nothing of the session is shown any more. */
  | { kind: 'signed-out' }
  | { kind: 'tick' };

export type WatchEffect =
  /** Tell the server of the input. */
  | 'report-input'
  /** Tell the other tabs when the last input was. */
  | 'tell-tabs'
  /** Ask them when theirs was. */
  | 'ask-tabs'
  | 'read-session'
  /** End the session at the server too, whose clock may be behind. */
  | 'end-session'
  /** Discard the page and ask to sign in. */
  | 'leave';

type Emit = (effect: WatchEffect) => void;

export const noSession: SessionWatch = {
  phase: 'off',
  lastInputAt: 0,
  endsAt: null,
  readAt: null,
  reportedAt: null,
  unreported: false,
  toldAt: null,
  askedAt: null,
};

/** What an event at `now` makes of the watch, and what has to be done. */
export function watchStep(
  watch: SessionWatch,
  event: WatchEvent,
  now: number,
): { watch: SessionWatch; effects: WatchEffect[] } {
  const effects: WatchEffect[] = [];
  const emit: Emit = (effect) => effects.push(effect);
  return { watch: handle(atMost(watch, now), event, now, emit), effects };
}

/** When to look at the clock again at the latest, in milliseconds; null: not at all. */
export function nextCheckIn(watch: SessionWatch, now: number): number | null {
  if (watch.phase === 'off' || watch.phase === 'over') return null;
  const { lastInputAt, endsAt, readAt, reportedAt, unreported, askedAt } = watch;
  const instants = [
    now + checkEveryMs,
    lastInputAt + coverAfterMs,
    lastInputAt + endAfterMs,
    askedAt === null ? null : askedAt + answerWithinMs,
    endsAt === null ? null : endsAt - warnBeforeMs,
    endsAt,
    readAt,
    unreported && reportedAt !== null ? reportedAt + reportEveryMs : null,
  ];
  return Math.min(...instants.filter((at) => at !== null).filter((at) => at > now)) - now;
}

/** When the session ends for good, as soon as people should be told. */
export const endingAt = ({ phase, endsAt }: SessionWatch, now: number): number | null =>
  phase === 'open' && endsAt !== null && now >= endsAt - warnBeforeMs ? endsAt : null;

function handle(watch: SessionWatch, event: WatchEvent, now: number, emit: Emit): SessionWatch {
  switch (event.kind) {
    case 'input':
      return takeInput(passTime(watch, now, emit), now, emit);
    case 'input-elsewhere':
      return passTime(takeInputElsewhere(watch, event.inputAt, now), now, emit);
    case 'report-failed':
      return { ...watch, unreported: true };
    case 'session':
      return passTime(takeSession(watch, event, now, emit), now, emit);
    case 'refused':
      if (watch.phase === 'over') return watch;
      return {
        ...watch,
        phase: 'covered',
        lastInputAt: Math.min(watch.lastInputAt || now, now - coverAfterMs),
      };
    case 'continued':
      if (watch.phase === 'over') return watch;
      emit('tell-tabs');
      // Continue itself told the server.
      return { ...watch, phase: 'open', lastInputAt: now, toldAt: now, ...reported(now), askedAt: null };
    case 'ended':
      emit('leave');
      return { ...watch, phase: 'over' };
    case 'discarded':
      return { ...watch, phase: 'over' };
    case 'signed-out':
      return noSession;
    case 'tick':
      return passTime(watch, now, emit);
  }
}

/** Instants are never in the future: somebody may have set the device's clock back. */
const atMost = (watch: SessionWatch, now: number): SessionWatch => ({
  ...watch,
  lastInputAt: Math.min(watch.lastInputAt, now),
  reportedAt: watch.reportedAt === null ? null : Math.min(watch.reportedAt, now),
  toldAt: watch.toldAt === null ? null : Math.min(watch.toldAt, now),
  askedAt: watch.askedAt === null ? null : Math.min(watch.askedAt, now),
});

function takeInput(watch: SessionWatch, now: number, emit: Emit): SessionWatch {
  if (watch.phase !== 'open') return watch;
  const isTold = watch.toldAt !== null && now - watch.toldAt < tellEveryMs;
  if (!isTold) emit('tell-tabs');
  const toldAt = isTold ? watch.toldAt : now;
  return report({ ...watch, lastInputAt: now, toldAt, unreported: true }, now, emit);
}

/** A tab in which there can be input is not covered, so neither is this one. */
function takeInputElsewhere(watch: SessionWatch, inputAt: number, now: number): SessionWatch {
  if (watch.phase === 'off' || watch.phase === 'over' || inputAt <= watch.lastInputAt) return watch;
  const lastInputAt = Math.min(inputAt, now);
  const phase = now - lastInputAt < coverAfterMs ? 'open' : watch.phase;
  return { ...watch, phase, lastInputAt, askedAt: null };
}

function takeSession(
  watch: SessionWatch,
  { inputAt, endsAt }: { inputAt: number; endsAt: number },
  now: number,
  emit: Emit,
): SessionWatch {
  if (watch.phase === 'over') return watch;
  // Earlier than two hours after the last input: it is the twelve hours that end it.
  const isFinal = endsAt < inputAt + endAfterMs - secondMs;
  const known = { ...watch, endsAt: isFinal ? endsAt : null, readAt: isFinal ? null : endsAt - warnBeforeMs };
  const lastInputAt = Math.min(inputAt, now);
  if (watch.phase === 'covered') return known;
  if (watch.phase === 'open') return { ...known, lastInputAt: Math.max(watch.lastInputAt, lastInputAt) };
  emit('ask-tabs');
  return { ...known, phase: 'open', lastInputAt };
}

function passTime(watch: SessionWatch, now: number, emit: Emit): SessionWatch {
  if (watch.phase === 'off' || watch.phase === 'over') return watch;
  if (watch.endsAt !== null && now >= watch.endsAt) {
    emit('leave');
    return { ...watch, phase: 'over' };
  }
  const idleMs = now - watch.lastInputAt;
  if (idleMs >= endAfterMs) return endIdle(watch, now, emit);
  if (watch.phase === 'covered') return watch;
  if (idleMs >= coverAfterMs) {
    emit('ask-tabs');
    return { ...watch, phase: 'covered' };
  }
  return readAgain(report(watch, now, emit), now, emit);
}

/** A tab that the browser had put to sleep asks the others before it ends the session for all of them. */
function endIdle(watch: SessionWatch, now: number, emit: Emit): SessionWatch {
  if (watch.askedAt === null) {
    emit('ask-tabs');
    return { ...watch, phase: 'covered', askedAt: now };
  }
  if (now - watch.askedAt < answerWithinMs) return watch;
  emit('end-session');
  emit('leave');
  return { ...watch, phase: 'over' };
}

/** At once and then once a minute, so that the server is never more than a minute behind. */
function report(watch: SessionWatch, now: number, emit: Emit): SessionWatch {
  const { unreported, reportedAt } = watch;
  if (!unreported || (reportedAt !== null && now - reportedAt < reportEveryMs)) return watch;
  emit('report-input');
  return { ...watch, ...reported(now) };
}

const reported = (now: number) => ({ unreported: false, reportedAt: now });

function readAgain(watch: SessionWatch, now: number, emit: Emit): SessionWatch {
  if (watch.readAt === null || now < watch.readAt) return watch;
  emit('read-session');
  return { ...watch, readAt: now + minuteMs };
}
