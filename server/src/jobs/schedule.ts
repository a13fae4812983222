import { dropSecretHashes } from '../domain/client-secret/drop-secret-hashes.ts';
import type { Deps } from '../domain/deps.ts';
import { forgetOldSessions } from '../domain/session/sessions.ts';
import { forgetOldDevicesAndLinks } from '../domain/account/forget-old.ts';
import { forgetOldGuesses } from '../domain/session/guesses.ts';
import { forgetOldUsage } from '../domain/usage/forget-old-usage.ts';
import { deliverMails } from '../domain/outbox/deliver-mails.ts';

const usageFlushMs = 1_000;
const mailDeliveryMs = 2_000;
const hourlyMs = 60 * 60 * 1_000;

/**
 * Runs what a server does by time: usage is written every second, mails are handed over, old hashes are dropped every hour. A failure is
 * logged and tried again at the next turn.
 * @returns stops it and waits for what is under way
 */
export function startJobs(deps: Deps): () => Promise<void> {
  const stops = [
    repeat(usageFlushMs, () => deps.usage.flush(), 'usage could not be written', deps),
    repeat(mailDeliveryMs, () => deliverMails(deps), 'mails could not be delivered', deps),
    repeat(hourlyMs, () => forgetOldGuesses(deps), 'old guesses could not be forgotten', deps),
    repeat(hourlyMs, () => forgetOldSessions(deps), 'old sessions could not be forgotten', deps),
    repeat(hourlyMs, () => forgetOldDevicesAndLinks(deps), 'old devices could not be forgotten', deps),
    repeat(hourlyMs, () => forgetOldUsage(deps), 'old usage could not be forgotten', deps),
    repeat(hourlyMs, () => dropSecretHashes(deps), 'old hashes could not be dropped', deps),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  failure: string,
  deps: Pick<Deps, 'log'>,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch((error: unknown) => deps.log.warn({ err: error }, failure))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
