import { describe, expect, it } from 'vitest';
import {
  endingAt,
  nextCheckIn,
  noSession,
  watchStep,
  type SessionWatch,
  type WatchEffect,
  type WatchEvent,
} from './session-watch.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
/** When the session begins, on a clock that does not begin at 0. */
const start = 1_795_000_000_000;

/** A watch that is driven by events at instants after `start`, and what it asked for meanwhile. */
function drive(events: [atMs: number, event: WatchEvent][], from: SessionWatch = noSession) {
  let watch = from;
  const asked: [atMs: number, effect: WatchEffect][] = [];
  for (const [atMs, event] of events) {
    const result = watchStep(watch, event, start + atMs);
    watch = result.watch;
    asked.push(...result.effects.map((effect): [number, WatchEffect] => [atMs, effect]));
  }
  const of = (...kinds: WatchEffect[]) => asked.filter(([, effect]) => kinds.includes(effect));
  return { watch, phase: watch.phase, asked, of };
}

const tick: WatchEvent = { kind: 'tick' };
const input: WatchEvent = { kind: 'input' };
const refused: WatchEvent = { kind: 'refused' };
const continued: WatchEvent = { kind: 'continued' };
const elsewhere = (atMs: number): WatchEvent => ({ kind: 'input-elsewhere', inputAt: start + atMs });

/** As the server tells it, twelve hours after `start` at the latest. */
const session = (inputAtMs = 0): WatchEvent => ({
  kind: 'session',
  inputAt: start + inputAtMs,
  endsAt: start + Math.min(inputAtMs + 2 * hour, 12 * hour),
});

/** Somebody who signed in at `start` and has touched nothing since. */
const idle: [number, WatchEvent] = [0, session()];

describe('an hour without input', () => {
  it('covers the page, not a moment earlier', () => {
    expect(drive([idle, [hour - 1, tick]]).phase).toBe('open');
    expect(drive([idle, [hour, tick]]).phase).toBe('covered');
  });

  it('is counted from the last input', () => {
    const touched: [number, WatchEvent][] = [idle, [50 * minute, input]];
    expect(drive([...touched, [hour, tick]]).phase).toBe('open');
    expect(drive([...touched, [110 * minute, tick]]).phase).toBe('covered');
  });

  it('is noticed by the first touch after a computer slept, which is no input then', () => {
    const { phase, of } = drive([idle, [hour + minute, input]]);
    expect(phase).toBe('covered');
    expect(of('report-input', 'tell-tabs')).toEqual([]);
  });

  it('is what the server says it is: a session that is read does not begin anew', () => {
    expect(
      drive([
        [0, session(-59 * minute)],
        [minute, tick],
      ]).phase,
    ).toBe('covered');
    expect(
      drive([
        [0, session(-30 * minute)],
        [minute, session(minute)],
        [hour, tick],
      ]).phase,
    ).toBe('open');
  });

  it('does not count before somebody is signed in', () => {
    const { phase, asked } = drive([
      [0, tick],
      [0, input],
      [3 * hour, tick],
    ]);
    expect(phase).toBe('off');
    expect(asked).toEqual([]);
  });

  it('lasts no longer when somebody sets the clock back', () => {
    const { watch } = drive([idle, [50 * minute, input], [10 * minute, tick]]);
    expect(watch.lastInputAt).toBe(start + 10 * minute);
    expect(drive([[70 * minute, tick]], watch).phase).toBe('covered');
  });
});

describe('under the cover', () => {
  const covered = [idle, [hour, tick]] satisfies [number, WatchEvent][];

  it('input does nothing', () => {
    const { phase, of } = drive([...covered, [hour + minute, input]]);
    expect(phase).toBe('covered');
    expect(of('report-input', 'tell-tabs')).toEqual([]);
  });

  it('a session that is read does nothing', () => {
    expect(drive([...covered, [hour + second, session(minute)]]).phase).toBe('covered');
  });

  it('Continue opens the page for another hour and tells the other tabs', () => {
    const opened = [...covered, [90 * minute, continued]] satisfies [number, WatchEvent][];
    expect(drive(opened).phase).toBe('open');
    expect(drive(opened).of('tell-tabs')).toEqual([[90 * minute, 'tell-tabs']]);
    expect(drive([...opened, [150 * minute - 1, tick]]).phase).toBe('open');
    expect(drive([...opened, [150 * minute, tick]]).phase).toBe('covered');
  });

  it('nothing is reported and no session is read', () => {
    const { of } = drive([
      idle,
      [58 * minute, input],
      [58 * minute + second, input],
      [118 * minute + second, tick],
      [119 * minute, tick],
    ]);
    expect(of('report-input', 'read-session')).toEqual([[58 * minute, 'report-input']]);
  });
});

describe('what the server refuses', () => {
  it('covers the page at once', () => {
    expect(drive([idle, [minute, refused]]).phase).toBe('covered');
  });

  it('covers a page that is just being loaded, for an hour', () => {
    expect(drive([[0, refused]]).phase).toBe('covered');
    expect(
      drive([
        [0, refused],
        [59 * minute, tick],
      ]).phase,
    ).toBe('covered');
    const { phase } = drive([
      [0, refused],
      [hour, tick],
      [hour + second, tick],
    ]);
    expect(phase).toBe('over');
  });

  it('is over with Continue', () => {
    expect(
      drive([
        [0, refused],
        [minute, session(minute)],
        [minute, continued],
      ]).phase,
    ).toBe('open');
  });
});

describe('two hours without input', () => {
  it('end the session here and at the server, once no other tab has answered', () => {
    const before = [idle, [hour, tick], [2 * hour, tick]] satisfies [number, WatchEvent][];
    expect(drive(before).phase).toBe('covered');
    const { phase, asked } = drive([...before, [2 * hour + second, tick]]);
    expect(phase).toBe('over');
    expect(asked.slice(-3)).toEqual([
      [2 * hour, 'ask-tabs'],
      [2 * hour + second, 'end-session'],
      [2 * hour + second, 'leave'],
    ]);
  });

  it('cover the page even when the clock is looked at for the first time', () => {
    expect(drive([idle, [5 * hour, tick]]).phase).toBe('covered');
    expect(drive([idle, [5 * hour, tick], [5 * hour + second, tick]]).phase).toBe('over');
  });

  it('have not passed when another tab had input', () => {
    const asleep = [idle, [3 * hour, tick]] satisfies [number, WatchEvent][];
    const used = drive([...asleep, [3 * hour + 500, elsewhere(3 * hour)], [3 * hour + second, tick]]);
    expect(used.phase).toBe('open');
    const covered = drive([...asleep, [3 * hour + 500, elsewhere(1.5 * hour)], [3 * hour + second, tick]]);
    expect(covered.phase).toBe('covered');
    expect([...used.asked, ...covered.asked]).not.toContainEqual([expect.anything(), 'end-session']);
  });

  it('make the end final: nothing brings the page back', () => {
    const { watch } = drive([idle, [2 * hour, tick], [2 * hour + second, tick]]);
    const late: WatchEvent[] = [continued, session(2 * hour), refused, elsewhere(2 * hour), input, tick];
    for (const event of late) expect(drive([[2 * hour + 2 * second, event]], watch).phase).toBe('over');
    expect(drive([[2 * hour + 2 * second, { kind: 'signed-out' }]], watch).watch).toEqual(noSession);
  });
});

describe('other tabs', () => {
  it('keep this one open by their input', () => {
    expect(drive([idle, [50 * minute, elsewhere(50 * minute)], [hour, tick]]).phase).toBe('open');
  });

  it('open this one when they are, be it by Continue', () => {
    expect(drive([idle, [hour, tick], [61 * minute, elsewhere(61 * minute)]]).phase).toBe('open');
  });

  it('do not open this one by input of more than an hour ago', () => {
    expect(drive([idle, [62 * minute, tick], [62 * minute, elsewhere(minute)]]).phase).toBe('covered');
  });

  it('are told of input at most once a second, and asked when this one is covered', () => {
    const { of } = drive([
      idle,
      [100, input],
      [200, input],
      [1_099, input],
      [1_100, input],
      [2 * hour, tick],
    ]);
    expect(of('tell-tabs')).toEqual([
      [100, 'tell-tabs'],
      [1_100, 'tell-tabs'],
    ]);
    expect(of('ask-tabs').map(([at]) => at)).toEqual([0, 2 * hour]);
  });
});

describe('the server', () => {
  it('is told of input at once, and then once a minute', () => {
    const typing = Array.from({ length: 180 }, (_, index): [number, WatchEvent] => [index * second, input]);
    const { of } = drive([idle, ...typing, [3 * minute, tick]]);
    expect(of('report-input').map(([at]) => at)).toEqual([0, minute, 2 * minute, 3 * minute]);
  });

  it('is never more than a minute behind: what came after a report is reported a minute after it', () => {
    const { of } = drive([
      idle,
      [0, input],
      [second, input],
      [59 * second, tick],
      [minute, tick],
      [5 * minute, tick],
    ]);
    expect(of('report-input').map(([at]) => at)).toEqual([0, minute]);
  });

  it('is not told of anything else', () => {
    const { of } = drive([
      idle,
      [minute, tick],
      [2 * minute, elsewhere(2 * minute)],
      [3 * minute, session()],
    ]);
    expect(of('report-input')).toEqual([]);
  });

  it('is told again when a report did not arrive', () => {
    const { of } = drive([
      idle,
      [0, input],
      [second, { kind: 'report-failed' }],
      [30 * second, tick],
      [minute, tick],
    ]);
    expect(of('report-input').map(([at]) => at)).toEqual([0, minute]);
  });
});

describe('twelve hours after sign-in', () => {
  /** Input every half hour; the session is read when the watch asks for it. */
  function busyUntil(endMs: number): SessionWatch {
    let { watch } = drive([idle]);
    for (let atMs = 0; atMs < endMs; atMs += 30 * second) {
      if (atMs % (30 * minute) === 0) watch = drive([[atMs, input]], watch).watch;
      const result = watchStep(watch, tick, start + atMs);
      watch = result.watch;
      if (result.effects.includes('read-session'))
        watch = drive([[atMs, session(watch.lastInputAt - start)]], watch).watch;
    }
    return watch;
  }

  it('the page is left, however busy somebody is, and people are told two minutes before', () => {
    const watch = busyUntil(12 * hour - 2 * minute);
    expect(endingAt(watch, start + 12 * hour - 2 * minute - 1)).toBeNull();
    expect(endingAt(watch, start + 12 * hour - 2 * minute)).toBe(start + 12 * hour);
    const { phase, asked } = drive(
      [
        [12 * hour - 1, input],
        [12 * hour, tick],
      ],
      watch,
    );
    expect(phase).toBe('over');
    expect(asked.at(-1)).toEqual([12 * hour, 'leave']);
  });

  it('the session ends by the server’s own clock: another one may have begun in another tab', () => {
    const { of } = drive([[12 * hour, tick]], busyUntil(12 * hour - minute));
    expect(of('end-session')).toEqual([]);
  });
});

describe('the clock', () => {
  it.each<[string, [number, WatchEvent][], number | null]>([
    ['nobody is signed in', [], null],
    ['nothing is due', [idle], 15 * second],
    ['the cover is due', [idle, [hour - 2 * second, tick]], 2 * second],
    ['a report is due', [idle, [0, input], [50 * second, input]], 10 * second],
    ['the other tabs have to answer', [idle, [2 * hour, tick]], second],
    ['it is over', [idle, [hour, { kind: 'ended' }]], null],
  ])('is looked at in time when %s', (_case, events, expected) => {
    const { watch } = drive(events);
    expect(nextCheckIn(watch, start + (events.at(-1)?.[0] ?? 0))).toBe(expected);
  });
});

it('a session that the server ended is left', () => {
  const { phase, asked } = drive([idle, [hour, tick], [hour + minute, { kind: 'ended' }]]);
  expect(phase).toBe('over');
  expect(asked.at(-1)).toEqual([hour + minute, 'leave']);
});
