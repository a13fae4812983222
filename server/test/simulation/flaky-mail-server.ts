import type { Mailer } from '../../src/mail/mailer.ts';
import type { Random } from './random.ts';

/** What a mail server took, for each Message-ID. */
type Acceptance = {
  to: string;
  number: string;
  times: number;
  /** How often a server crashed before it had noted that. */
  unnoted: number;
};

export type FlakyMailServer = {
  accepted: Map<string, Acceptance>;
  counts: { attempts: number; failures: number };
  /** For one server. */
  connect(): Connection;
};

type Connection = {
  /** @param pass the server may crash before it hands a mail over */
  mailer: (pass: (boundary: string) => void) => Mailer;
  /** To be told of every boundary that the server reaches. */
  onBoundary: (crashed: boolean) => void;
};

/** A mail server that takes two mails of three, and has no time for the others now. */
export function createFlakyMailServer(random: Random): FlakyMailServer {
  const accepted: FlakyMailServer['accepted'] = new Map();
  const counts = { attempts: 0, failures: 0 };
  return {
    accepted,
    counts,
    connect: () => {
      let last: Acceptance | null = null;
      return {
        onBoundary(crashed) {
          if (crashed && last !== null) last.unnoted += 1;
          last = null;
        },
        mailer: (pass) => ({
          async send({ messageId, to, number }) {
            pass('handing a mail over');
            await Promise.resolve();
            counts.attempts += 1;
            if (random.chance(1 / 3)) {
              counts.failures += 1;
              throw new Error('451 4.3.2 try again later');
            }
            const known = accepted.get(messageId) ?? { to, number, times: 0, unnoted: 0 };
            if (known.to !== to || known.number !== number)
              throw new Error(`one Message-ID for two mails: ${messageId}`);
            known.times += 1;
            last = known;
            accepted.set(messageId, known);
            return 'smtp.example.org: 250 OK';
          },
        }),
      };
    },
  };
}
