import type { Application, Caller, ClientSecret } from '@keyturn/contract';

/** One of the demo's applications. */
export function applicationNamed(applications: Application[], name: string): Application {
  const application = applications.find((candidate) => candidate.name === name);
  if (application === undefined) throw new Error(`the demo has no application ${name}`);
  return application;
}

/** One of the client secrets that the demo gave an application. */
export function secretNamed({ name: application, secrets }: Application, name: string): ClientSecret {
  const secret = secrets.find((candidate) => candidate.name === name);
  if (secret === undefined) throw new Error(`${application} has no secret ${name}`);
  return secret;
}

/** The same application with these client secrets instead. */
export const withSecrets = (application: Application, secrets: ClientSecret[]): Application => ({
  ...application,
  secrets,
});

export const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** When a client secret of an organisation in Berlin expires on that day. */
export function noonFromNow(days: number): string {
  const noon = new Date(daysFromNow(days));
  noon.setUTCHours(11, 0, 0, 0);
  const hour = noon.toLocaleString('en-GB', { timeZone: 'Europe/Berlin', hour: 'numeric' });
  noon.setUTCHours(11 + 12 - Number(hour));
  return noon.toISOString();
}

/** `YYYY-MM-DD`: the first Saturday or Wednesday that is at least so many days away. */
export function dateFromNow(days: number, weekday: 'Saturday' | 'Wednesday'): string {
  const date = new Date(daysFromNow(days));
  while (date.getUTCDay() !== (weekday === 'Saturday' ? 6 : 3)) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** Who did something: a credential manager of the application by the beginning of their e-mail address. */
export function manager({ name: application, managers }: Application, email: string) {
  const found = managers.find((candidate) => candidate.email.startsWith(email));
  if (found === undefined) throw new Error(`${email} does not manage ${application}`);
  return { kind: 'user' as const, name: found.name, userId: found.userId };
}

export const operator = { kind: 'operator' as const, name: 'Operator One (sample)', userId: null };

/** A system that asked for tokens, at the latest an hour ago. */
export function caller(values: Pick<Caller, 'address' | 'userAgent' | 'requests'> & Partial<Caller>): Caller {
  const lastAt = values.lastAt ?? daysFromNow(-1 / 24);
  return {
    network: values.address.replace(/\d+$/, '0/24'),
    requestsThisWeek: values.requests,
    firstAt: lastAt,
    lastAt,
    resources: ['https://search-and-match.example.org'],
    ...values,
  };
}

/** The same applications after somebody deleted a client secret of one of them. */
export const afterDeletion = (
  applications: Application[],
  name: string,
  secretName: string,
  by = 'manager-two',
): Application[] =>
  applications.map((application) => {
    if (application.name !== name) return application;
    const secret = secretNamed(application, secretName);
    const deleted: ClientSecret = {
      ...secret,
      status: 'deleted',
      deleted: { at: daysFromNow(0), by: manager(application, by) },
    };
    const secrets = application.secrets.map((one) => (one === secret ? deleted : one));
    return { ...application, etag: '"changed"', secrets };
  });

/** Of no account. */
export const totpSeed = {
  secret: 'KEYTURNSAMPLESEEDKEYTURNSAMPLESD',
  uri: 'otpauth://totp/Example%20Donor%20Federation:sample?secret=KEYTURNSAMPLESEEDKEYTURNSAMPLESD&issuer=Example%20Donor%20Federation',
};

/** Of no account. */
export const recoveryCodes = [
  'abcd-efgh-jkmn',
  'k7wq-3xpt-9rvd',
  'h2mz-8cfn-4ybs',
  'p9td-6gkr-5wxe',
  'v3nc-7jbh-2qmf',
  'x8rs-4dyk-6tzp',
  'm5gw-9hvq-3ncb',
  'f6kp-2zjt-8xrd',
  'y4bh-5msv-7wgq',
  't7xe-3rnd-9kcf',
];

/** What an operator might publish. */
export const termsText = `# What you may do

Use the client secrets of your organisation for its own systems, and for nothing else.

# What you must not do

- Share a client secret outside your organisation.
- Send one by e-mail or chat.
- Keep one in source code.

# When something goes wrong

Delete or disable the client secret at once, then tell **support@example.org**. You will not be blamed for telling.

# What we keep

We keep who created, disabled and deleted each client secret, and from which addresses it was used, for as long as our
[privacy notice](https://www.example.org/privacy) says.
`;
