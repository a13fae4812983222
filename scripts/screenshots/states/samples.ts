import type { Application, ClientSecret } from '@keyturn/contract';

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
