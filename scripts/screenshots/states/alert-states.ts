import type { Application, ClientSecret } from '@keyturn/contract';
import type { Stage, State } from '../states.ts';
import { seen } from './locate.ts';
import { applicationNamed, daysFromNow, manager, noonFromNow, secretNamed, withSecrets } from './samples.ts';

const as = 'manager-one';
const search = 'Partner-DE-SuddeutschesBeispielregister-SMC';

type Change = (application: Application, secret: ClientSecret) => Application;

/** One application with one client secret that is in good order, changed. */
const alert = (name: string, shows: string, change: Change): State => ({
  name: `alert-${name}`,
  shows,
  as,
  before: (stage) => stage.answers.applications([one(stage, change)]),
  show: ({ page }) => seen(page.getByRole('region', { name: 'Needs attention' })),
});

function one({ applications }: Stage, change: Change): Application {
  const application = applicationNamed(applications, search);
  const secret: ClientSecret = {
    ...secretNamed(application, 'Search system'),
    expiresAt: noonFromNow(200),
    status: 'active',
  };
  return change(withSecrets(application, [secret]), secret);
}

const refused = (daysAgo: number, reason: 'expired' | 'disabled' | 'deleted' = 'expired') => ({
  at: daysFromNow(-daysAgo),
  address: '203.0.113.9',
  userAgent: 'nightly-job/1.4',
  reason,
});

const mistake =
  (kind: NonNullable<Application['mistake']>['kind']): Change =>
  (application) => ({ ...application, mistake: { kind, at: daysFromNow(0) } });

/** As the application's other client secret, which works. */
const successor = (secret: ClientSecret): ClientSecret => ({
  ...secret,
  id: 'successor',
  name: 'Search system 2028',
  hint: 'pQ7',
  createdAt: daysFromNow(-20),
  expiresAt: noonFromNow(340),
  lastUsedAt: daysFromNow(-0.02),
});

const expired = (secret: ClientSecret): ClientSecret => ({
  ...secret,
  status: 'expired',
  lastUsedAt: daysFromNow(-7),
  expiresAt: noonFromNow(-6),
});

const expiring = (secret: ClientSecret): ClientSecret => ({
  ...secret,
  status: 'expiring',
  expiresAt: noonFromNow(12),
});

const disabled = (application: Application, secret: ClientSecret): ClientSecret => ({
  ...secret,
  status: 'disabled',
  lastUsedAt: daysFromNow(-2.1),
  disabled: { at: daysFromNow(-2), by: manager(application, 'manager-two'), reason: null },
});

const deleted = (application: Application, secret: ClientSecret): ClientSecret => ({
  ...secret,
  status: 'deleted',
  lastUsedAt: daysFromNow(-2.1),
  deleted: { at: daysFromNow(-2), by: manager(application, 'manager-two') },
});

/** Each kind of alert at the top of Manage API Credentials. */
export const alertStates: State[] = [
  alert('no-valid-secret', 'Alert: the application has no valid client secret.', (application, secret) =>
    withSecrets(application, [expired(secret)]),
  ),
  alert('expires', 'Alert: a client secret expires soon and nothing replaces it.', (application, secret) =>
    withSecrets(application, [expiring(secret)]),
  ),
  alert(
    'expires-replaced',
    'Alert: a client secret expires soon; another one is valid for longer.',
    (application, secret) => withSecrets(application, [expiring(secret), successor(secret)]),
  ),
  alert(
    'refused-expired',
    'Alert: a system still presents an expired client secret.',
    (application, secret) =>
      withSecrets(application, [{ ...expired(secret), lastRefused: refused(0.1) }, successor(secret)]),
  ),
  alert(
    'refused-disabled',
    'Alert: a system still presents a disabled client secret; its row says so too.',
    (application, secret) =>
      withSecrets(application, [
        { ...disabled(application, secret), lastRefused: refused(0.1, 'disabled') },
        successor(secret),
      ]),
  ),
  alert('refused-deleted', 'Alert: a system still presents a deleted client secret.', (application, secret) =>
    withSecrets(application, [
      { ...deleted(application, secret), lastRefused: refused(0.1, 'deleted') },
      successor(secret),
    ]),
  ),
  alert(
    'refused-before',
    'Alert: a client secret that works no longer was presented more than a week ago.',
    (application, secret) =>
      withSecrets(application, [
        {
          ...expired(secret),
          expiresAt: noonFromNow(-30),
          lastUsedAt: daysFromNow(-31),
          lastRefused: refused(12),
        },
        successor(secret),
      ]),
  ),
  alert('mistake-checksum', 'Alert: the value just sent has a typing error.', mistake('secret-checksum')),
  alert(
    'mistake-id',
    'Alert: the value just sent is the ID of a client secret, not its value.',
    mistake('secret-is-id'),
  ),
  alert(
    'mistake-hint',
    'Alert: the value just sent is only the first three characters.',
    mistake('secret-is-hint'),
  ),
  alert('mistake-form', 'Alert: the value just sent is no client secret.', mistake('secret-form')),
  alert('application-disabled', 'Alert: the operator has disabled the application.', (application) => ({
    ...application,
    status: 'disabled',
  })),
  {
    name: 'alert-several',
    shows: 'The three worst alerts, and how many applications more need attention.',
    as,
    before: ({ answers, everyApplication }) => answers.applications(everyApplication),
    show: ({ page }) => seen(page.getByText(/more applications? need/)),
  },
];
