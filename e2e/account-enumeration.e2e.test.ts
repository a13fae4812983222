import { beforeAll, describe, expect, test } from 'vitest';
import { serveEnvironment } from './support/database.ts';
import { send, type Answer } from './support/http.ts';
import { startServer, type KeyturnServer } from './support/keyturn-process.ts';
import { importKnownAccounts } from './support/known-accounts.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { createRandom } from './support/random.ts';

const count = 100;
const closeMs = 5;
/** What is told by time is told every time; what a busy machine causes is not. */
const attempts = 4;
const withinMs = 400_000;
const subject = 'Choose a new password for the Keyturn portal';

type Ask = (email: string, sample: number) => Promise<Answer>;
type Sample = { email: string; known: boolean; milliseconds: number; seen: string };

describe.each(['PostgreSQL', 'embedded'] as const)('whether an address has an account: %s', (kind) => {
  let mails: MailServer;
  let server: KeyturnServer;
  let known: string[];
  const unknown = Array.from({ length: count }, (_, index) => `nobody-${index}@east.example.org`);

  beforeAll(async () => {
    mails = await startMailServer();
    const env = { ...(await serveEnvironment(kind, mails)), KEYTURN_TRUST_PROXY: '127.0.0.1,::1' };
    known = await importKnownAccounts(env, count);
    server = await startServer(['serve'], { env });
  });

  /** Each from an address of its own: many attempts from one are refused unchecked. */
  const headersFrom = (sample: number): Record<string, string> => ({
    origin: server.url,
    'x-forwarded-for': `198.18.${sample >> 8}.${sample & 255}`,
  });

  test(
    'R6.2 is told by neither answer nor time when a password is forgotten; only the mailbox knows',
    async () => {
      await expectAlike(202, 'password-reset', { known, unknown }, (email, sample) =>
        send('POST', `${server.url}/api/v1/password-reset`, {
          headers: headersFrom(sample),
          json: { email },
        }),
      );
      for (const email of known) await mails.waitForMail(email, subject);
      expect(unknown.flatMap((email) => mails.mailsTo(email))).toEqual([]);
    },
    withinMs,
  );

  test(
    'R1.1 is told by neither answer nor time when a password is wrong',
    async () => {
      await expectAlike(401, 'session', { known, unknown }, (email, sample) =>
        send('POST', `${server.url}/api/v1/session`, {
          headers: headersFrom(sample),
          json: { email, password: 'not the password' },
        }),
      );
    },
    withinMs,
  );
});

/** Asks for known and unknown addresses in an order that is random and repeats; an answer that tells does so every time. */
async function expectAlike(
  status: number,
  what: string,
  emails: { known: string[]; unknown: string[] },
  ask: Ask,
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const samples = await measure(emails, attempt, ask);
    const seen = [...new Set(samples.map((sample) => sample.seen))];
    expect(seen).toEqual([expect.stringMatching(`^\\[${status},`)]);
    const medians = [true, false].map((known) =>
      medianOf(samples.filter((sample) => sample.known === known)),
    );
    const [knownMs = 0, unknownMs = 0] = medians;
    process.stdout.write(`${what}: known ${knownMs.toFixed(2)} ms, unknown ${unknownMs.toFixed(2)} ms\n`);
    if (attempt < attempts && Math.abs(knownMs - unknownMs) > closeMs) continue;
    expect(Math.abs(knownMs - unknownMs)).toBeLessThanOrEqual(closeMs);
    return;
  }
}

async function measure(
  { known, unknown }: { known: string[]; unknown: string[] },
  seed: number,
  ask: Ask,
): Promise<Sample[]> {
  const random = createRandom(seed);
  const order = [
    ...known.map((email) => ({ email, known: true })),
    ...unknown.map((email) => ({ email, known: false })),
  ]
    .map((one) => ({ ...one, place: random.below(2 ** 31) }))
    .toSorted((one, other) => one.place - other.place);
  // The first answers take longer, whoever is asked about.
  for (let warmUp = 0; warmUp < 20; warmUp += 1) await ask(`warm-up-${warmUp}@example.org`, warmUp);
  const samples: Sample[] = [];
  for (const [index, { email, known: isKnown }] of order.entries()) {
    const begin = performance.now();
    const answer = await ask(email, seed * 1_000 + index);
    samples.push({
      email,
      known: isKnown,
      milliseconds: performance.now() - begin,
      seen: whatIsSeen(answer),
    });
  }
  return samples;
}

/** All of an answer but what differs from one request to the next. */
function whatIsSeen({ status, headers, text }: Answer): string {
  const lines = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return JSON.stringify([status, lines, text.replace(/"requestId":"[^"]*"/, '')]);
}

function medianOf(samples: Sample[]): number {
  const sorted = samples.map(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}
