import type { Problem } from '@keyturn/contract';
import type { LightMyRequestResponse } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import { giveFactors } from '../../src/domain/account/give-factors.ts';
import { listMails } from '../../src/store/mails.ts';
import { ids } from './federation.ts';
import { publicUrl, type TestKeyturn } from './keyturn.ts';

export const password = 'wicket marmalade oboe thursday';

/** The people of the sample federation. */
export const emails = {
  anna: 'anna@north.example.org',
  peter: 'peter@north.example.org',
  maria: 'maria@south.example.org',
  olga: 'olga@north.example.org',
  operator: 'operator@example.org',
} as const;

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Place = { address?: string; userAgent?: string; origin?: string | null };

/** One browser: it keeps the cookie it was given last, as a browser does. */
export type PortalBrowser = {
  send(method: Method, path: string, payload?: object): Promise<LightMyRequestResponse>;
  /** The session cookie's value. */
  cookie: string | null;
};

export function openBrowser(
  { app }: Pick<TestKeyturn, 'app'>,
  { address = '127.0.0.1', userAgent = 'Mozilla/5.0', origin = publicUrl }: Place = {},
): PortalBrowser {
  const browser: PortalBrowser = {
    cookie: null,
    async send(method, path, payload) {
      const response = await app.inject({
        method,
        url: `/api/v1${path}`,
        remoteAddress: address,
        headers: {
          'user-agent': userAgent,
          ...(origin === null ? {} : { origin }),
          ...(browser.cookie === null ? {} : { cookie: `__Host-keyturn_session=${browser.cookie}` }),
        },
        ...(payload === undefined ? {} : { payload }),
      });
      for (const cookie of [response.headers['set-cookie'] ?? []].flat()) {
        const [, value] = /^__Host-keyturn_session=([^;]*)/.exec(cookie) ?? [];
        if (value !== undefined) browser.cookie = value === '' ? null : value;
      }
      return response;
    },
  };
  return browser;
}

/** Gives somebody of the sample federation a password and an authenticator, and answers the code it shows. */
export async function withAccount(keyturn: TestKeyturn, person: keyof typeof ids.users) {
  const user = { id: ids.users[person], email: emails[person] };
  const { totpSecret } = await giveFactors(keyturn.deps, user, password);
  const totp = new TOTP({ secret: Secret.fromBase32(totpSecret) });
  return (at: Date = keyturn.clock.now()): string => totp.generate({ timestamp: at.getTime() });
}

/** The code that an authenticator with this key shows. */
export const codeOf = (keyturn: TestKeyturn, secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: keyturn.clock.now().getTime() });

/** Signs somebody in who has an account; the code of the present time step is used then. */
export async function signIn(
  keyturn: TestKeyturn,
  person: keyof typeof emails,
  code: () => string,
  place: Place = {},
): Promise<PortalBrowser> {
  const browser = openBrowser(keyturn, place);
  await browser.send('POST', '/session', { email: emails[person], password });
  const { statusCode, body } = await browser.send('POST', '/session/verification', { code: code() });
  if (statusCode !== 200) throw new Error(body);
  return browser;
}

/** Status and code of a refusal. */
export const refusal = (response: Pick<LightMyRequestResponse, 'statusCode' | 'json'>) => [
  response.statusCode,
  response.json<Problem>().code,
];

/** The statuses of answers to requests made at once, in order of size. */
export const statusesOf = (answers: Pick<LightMyRequestResponse, 'statusCode'>[]): number[] =>
  answers.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other);

/** Subjects of the mails to an address, newest first, with the newest mail's text. */
export async function mailsTo(keyturn: TestKeyturn, email: string) {
  const mails = (await listMails(keyturn.deps.db, 1_000)).filter(({ recipient }) => recipient === email);
  return { subjects: mails.map(({ subject }) => subject), text: mails[0]?.text ?? '' };
}

/** The token of the link in a mail. */
export const linkToken = (text: string): string => /#([\w-]{43})$/m.exec(text)?.[1] ?? '';

/** What was recorded, oldest first; of the actions with this beginning. */
export const recordedActions = async ({ deps }: Pick<TestKeyturn, 'deps'>, like: string) =>
  (
    await deps.db
      .selectFrom('audit_event')
      .select('action')
      .where('action', 'like', like)
      .orderBy('seq')
      .execute()
  ).map(({ action }) => action);
