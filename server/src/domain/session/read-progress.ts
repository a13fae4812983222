import { listSecondFactors } from '../../store/second-factors.ts';
import type { SessionRow } from '../../store/sessions.ts';
import type { Deps } from '../deps.ts';
import { termsToAccept } from './sessions.ts';

/** What somebody who is signing in, or setting up their account, has to do next. */
export type Progress = {
  next: 'password' | 'terms' | 'enrolment-code' | 'enrolment' | 'second-factor' | 'done';
  session: SessionRow;
  factors: ('totp' | 'passkey')[];
  termsVersion: number | null;
};

/** Reads how far a session is; a page that is loaded anew goes on there. */
export async function readProgress({ db }: Pick<Deps, 'db'>, session: SessionRow): Promise<Progress> {
  const factors = (await listSecondFactors(db, session.user_id)).map(({ kind }) => kind);
  const termsVersion = session.stage === 'set-up' ? await termsToAccept(db, session) : null;
  return { next: nextStep(session, termsVersion), session, factors: [...new Set(factors)], termsVersion };
}

/** In a set-up, `pwd` stands for a password chosen in it, not before. */
function nextStep({ stage, amr }: SessionRow, termsVersion: number | null): Progress['next'] {
  if (stage === 'open') return 'done';
  if (stage !== 'set-up') return stage;
  if (!amr.includes('pwd')) return 'password';
  return termsVersion === null ? 'enrolment' : 'terms';
}
