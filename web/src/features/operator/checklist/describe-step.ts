import type { ChecklistStep } from '@keyturn/contract';
import type { Clock } from '../../../lib/clock.tsx';
import { formatMoment } from '../../../lib/format-moment.ts';
import { text } from '../../../lib/messages.ts';

export type StepState = 'done' | 'pending' | 'open';

/** What a step of the checklist says: what to do, how far it is, and where it is done. */
export type StepWords = {
  title: string;
  state: StepState;
  fact: string;
  link: StepLink | null;
};

export type StepLink = { label: string } & (
  { to: string } | { to: '/operator/users/new'; search: { role: 'operator' } }
);

type Context = Clock & { mailsGoToFiles: boolean };

export function describeStep(step: ChecklistStep, context: Context): StepWords {
  const { isDone } = step;
  const state = isDone ? 'done' : 'open';
  switch (step.step) {
    case 'test-mail':
      return {
        title: text('web.checklist.test-mail'),
        state,
        fact:
          step.acceptedAt !== null
            ? text('web.checklist.test-mail-done', { at: formatMoment(step.acceptedAt, context) })
            : text(context.mailsGoToFiles ? 'web.checklist.test-mail-files' : 'web.checklist.test-mail-open'),
        link: {
          to: '/notifications',
          label: text(isDone ? 'web.operator.nav-notifications' : 'web.checklist.test-mail-link'),
        },
      };
    case 'terms':
      return { title: text('web.checklist.terms'), state, ...describeTerms(step) };
    case 'second-operator':
      return {
        title: text('web.checklist.second-operator'),
        state: !isDone && step.invited > 0 ? 'pending' : state,
        fact: isDone
          ? text('web.checklist.second-operator-done', { count: step.operators })
          : step.invited > 0
            ? text('web.checklist.second-operator-invited', { count: step.invited })
            : text('web.checklist.second-operator-open'),
        link:
          isDone || step.invited > 0
            ? { to: '/operator/users', label: text('web.operator.nav-users') }
            : {
                to: '/operator/users/new',
                search: { role: 'operator' },
                label: text('web.checklist.second-operator-link'),
              },
      };
    case 'api':
      return {
        title: text('web.checklist.api'),
        state: !isDone && step.withoutCredential !== null ? 'pending' : state,
        fact: isDone
          ? text('web.checklist.api-done')
          : step.withoutCredential === null
            ? text('web.checklist.api-open')
            : text('web.checklist.api-no-credential', { api: step.withoutCredential.name }),
        link: {
          to:
            step.withoutCredential === null
              ? '/operator/apis'
              : `/operator/apis/${step.withoutCredential.id}`,
          label: text('web.operator.nav-apis'),
        },
      };
    case 'organisation':
      return {
        title: text('web.checklist.organisation'),
        state,
        fact: text(isDone ? 'web.checklist.organisation-done' : 'web.checklist.organisation-open'),
        link: isDone
          ? { to: '/operator/organisations', label: text('web.operator.nav-organisations') }
          : { to: '/operator/organisations/new', label: text('web.checklist.organisation-link') },
      };
    case 'application':
      return {
        title: text('web.checklist.application'),
        state,
        fact: text(isDone ? 'web.checklist.application-done' : 'web.checklist.application-open'),
        link: isDone
          ? { to: '/operator/applications', label: text('web.operator.nav-applications') }
          : { to: '/operator/applications/new', label: text('web.checklist.application-link') },
      };
    case 'managers':
      return {
        title: text('web.checklist.managers'),
        state,
        fact: isDone
          ? text('web.checklist.managers-done')
          : step.application === null
            ? text('web.checklist.managers-open')
            : text('web.checklist.managers-application', { application: step.application.name }),
        link: {
          to: pathOf(step.application),
          label: text(isDone ? 'web.operator.nav-applications' : 'web.checklist.managers-link'),
        },
      };
    case 'first-token':
      return {
        title: text('web.checklist.first-token'),
        state: !isDone && step.organisation !== null ? 'pending' : state,
        fact: describeFirstToken(step, context),
        link:
          step.application === null
            ? null
            : { to: pathOf(step.application), label: text('web.checklist.first-token-link') },
      };
  }
}

type Of<Name extends ChecklistStep['step']> = Extract<ChecklistStep, { step: Name }>;

function describeTerms({ termsVersion, privacyUrl }: Of<'terms'>): Pick<StepWords, 'fact' | 'link'> {
  const terms = { to: '/operator/terms', label: text('web.checklist.terms-link') };
  if (termsVersion === null)
    return {
      fact: text(privacyUrl === null ? 'web.checklist.terms-open' : 'web.checklist.terms-no-terms'),
      link: terms,
    };
  const version = { version: termsVersion };
  return privacyUrl === null
    ? {
        fact: text('web.checklist.terms-no-privacy', version),
        link: { to: '/operator/settings', label: text('web.checklist.privacy-link') },
      }
    : {
        fact: text('web.checklist.terms-done', version),
        link: { ...terms, label: text('web.checklist.terms-link-done') },
      };
}

function describeFirstToken(
  { organisation, created, firstTokenAt }: Of<'first-token'>,
  clock: Clock,
): string {
  if (created !== null) {
    const values = { name: created.by, created: formatMoment(created.at, clock) };
    return firstTokenAt === null
      ? text('web.checklist.first-token-created', values)
      : text('web.checklist.first-token-used', { ...values, used: formatMoment(firstTokenAt, clock) });
  }
  return organisation === null
    ? text('web.checklist.first-token-open')
    : text('web.checklist.first-token-waiting', { organisation });
}

const pathOf = (application: { clientId: string } | null): string =>
  application === null ? '/operator/applications' : `/operator/applications/${application.clientId}`;
