import { describe, expect, test } from 'vitest';
import { createDatabaseClock } from '../../src/domain/token-memory/database-clock.ts';
import { createLease } from '../../src/domain/token-memory/lease.ts';
import { momentOf } from '../../src/domain/token-memory/times.ts';
import type { Db } from '../../src/store/db.ts';

/** Both clocks of a machine, each set by itself. */
function startMachine() {
  const machine = { monotonic: 5_000, wall: 1_800_000_000_000 };
  const times = { monotonicMs: () => machine.monotonic, wallMs: () => machine.wall };
  return { machine, times, moment: () => momentOf(times) };
}

describe('a lease', () => {
  function startLeased() {
    const { machine, times, moment } = startMachine();
    const lease = createLease(times);
    lease.grant(moment());
    return { machine, lease, moment };
  }

  test('holds for three seconds from the question, and not before it is granted', () => {
    const { machine, times, moment } = startMachine();
    const lease = createLease(times);
    expect(lease.holds()).toBe(false);
    const asked = moment();
    machine.monotonic += 2_999;
    machine.wall += 2_999;
    lease.grant(asked);
    expect(lease.holds()).toBe(true);
    machine.monotonic += 1;
    machine.wall += 1;
    expect(lease.holds()).toBe(false);
  });

  test('is over for a virtual machine that was suspended, though its monotonic clock stood still', () => {
    const { machine, lease } = startLeased();
    machine.wall += 3_000;
    expect(lease.holds()).toBe(false);
  });

  test('is over when the wall clock is set, forth or back', () => {
    for (const byMs of [3_600_000, -3_600_000, -1_001]) {
      const { machine, lease } = startLeased();
      machine.wall += byMs;
      expect(lease.holds()).toBe(false);
    }
  });

  test('bears a wall clock that is adjusted a little', () => {
    const { machine, lease } = startLeased();
    machine.monotonic += 1_000;
    machine.wall += 900;
    expect(lease.holds()).toBe(true);
  });

  test('that was dropped holds again when it is granted anew', () => {
    const { lease, moment } = startLeased();
    lease.drop();
    expect(lease.holds()).toBe(false);
    lease.grant(moment());
    expect(lease.holds()).toBe(true);
  });
});

describe('the time of all servers', () => {
  const said = new Date('2027-03-16T10:00:00.000Z');
  const silent = {} as Db;

  test('is the machine’s own until the database said what it is, and then that, with the monotonic clock', () => {
    const { machine, times, moment } = startMachine();
    const clock = createDatabaseClock(silent, times);
    expect(clock.now().getTime()).toBe(machine.wall);
    clock.set(said, moment());
    machine.monotonic += 700;
    expect(clock.now().getTime()).toBe(said.getTime() + 700);
  });

  test('does not change when somebody sets the machine’s clock', () => {
    const { machine, times, moment } = startMachine();
    const clock = createDatabaseClock(silent, times);
    clock.set(said, moment());
    machine.wall += 24 * 3_600_000;
    expect(clock.now()).toEqual(said);
  });

  test('is asked for again when the machine’s clocks disagree, before the database decides anything', async () => {
    const { machine, times, moment } = startMachine();
    let asked = 0;
    const later = new Date('2027-03-16T12:00:00.000Z');
    const executor = {
      getExecutor: () => ({
        transformQuery: (node: unknown) => node,
        compileQuery: () => ({}),
        executeQuery: () => {
          asked += 1;
          return Promise.resolve({ rows: [{ at: later }] });
        },
      }),
    } as unknown as Db;
    const clock = createDatabaseClock(executor, times);
    await clock.confirm?.();
    clock.set(said, moment());
    await clock.confirm?.();
    expect([asked, clock.now()]).toEqual([0, said]);
    // A virtual machine that was suspended for two hours.
    machine.wall += 7_200_000;
    await clock.confirm?.();
    expect([asked, clock.now()]).toEqual([1, later]);
  });
});
