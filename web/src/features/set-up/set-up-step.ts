import type { SignInProgress } from '@keyturn/contract';

/** What the server does not keep, and a reload has to find again: in the history's entry, not in the address. */
export type KeptSetUp = {
  /** How many steps there are; accepted terms no longer show in the progress. */
  steps?: number;
};

export type SetUpStep = 'details' | 'password' | 'terms' | 'authenticator' | 'recovery-codes';

/** The step that is next, its place among all, and how many there are; null: no set-up is under way. */
export function setUpStep(
  progress: SignInProgress | null,
  kept: KeptSetUp,
): { step: SetUpStep; number: number; of: number } | null {
  if (progress === null) return null;
  const step = stepOf(progress);
  if (step === null) return null;
  const withTerms = kept.steps === undefined ? progress.termsVersion !== null : kept.steps === 5;
  const steps = allSteps.filter((one) => withTerms || one !== 'terms');
  return { step, number: steps.indexOf(step) + 1, of: steps.length };
}

/** The first step, before anything has happened. */
export const firstStep = ({ termsVersion }: Pick<SignInProgress, 'termsVersion'>) =>
  ({ step: 'details', number: 1, of: termsVersion === null ? 4 : 5 }) as const;

const allSteps: SetUpStep[] = ['details', 'password', 'terms', 'authenticator', 'recovery-codes'];

function stepOf({ next, setUp }: SignInProgress): SetUpStep | null {
  if (next === 'done') return 'recovery-codes';
  if (!setUp) return null;
  switch (next) {
    case 'password':
      return 'password';
    case 'terms':
      return 'terms';
    case 'enrolment':
      return 'authenticator';
    case 'enrolment-code':
    case 'second-factor':
      return null;
  }
}
