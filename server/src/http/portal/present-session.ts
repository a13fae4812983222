import type { Session, SignInProgress } from '@keyturn/contract';
import type { Progress } from '../../domain/session/read-progress.ts';
import type { SessionSummary } from '../../domain/session/read-session.ts';

/** Who is signed in, as the portal API answers it. */
export const presentSession = (summary: SessionSummary): Session => {
  const { row, mfaAt, coversAt, endsAt, termsToAccept, recoveryCodesLeft } = summary;
  return {
    id: row.id,
    user: {
      id: row.user_id,
      name: row.user_name,
      email: row.user_email,
      role: row.user_role,
      locale: row.user_locale,
      timeZone: row.user_time_zone ?? row.organisation_time_zone,
    },
    organisation: {
      id: row.organisation_id,
      name: row.organisation_name,
      timeZone: row.organisation_time_zone,
    },
    mfaAt: mfaAt.toISOString(),
    coversAt: coversAt.toISOString(),
    endsAt: endsAt.toISOString(),
    termsToAccept,
    recoveryCodesLeft,
  };
};

/** How far somebody is in signing in or setting up, as the portal API answers it. */
export const presentProgress = ({ next, session, factors, termsVersion }: Progress): SignInProgress => ({
  next,
  setUp: session.stage === 'set-up',
  user: { name: session.user_name, email: session.user_email },
  organisation: { name: session.organisation_name },
  factors,
  termsVersion,
});
