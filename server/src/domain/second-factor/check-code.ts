import { listSecondFactors, useTotpStep } from '../../store/second-factors.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { checkRecoveryCode, looksLikeRecoveryCode } from './recovery-codes.ts';
import { matchTotpCode, openTotpSeed } from './totp.ts';

/**
 * Checks a code of any of the user's authenticators, or one of the recovery codes; each works once (RFC 6238 section
 * 5.2).
 * @throws KeyturnError `code-wrong`, `code-used`
 */
export async function checkCode(
  deps: Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes'>,
  userId: string,
  code: string,
): Promise<'otp' | 'recovery'> {
  if (looksLikeRecoveryCode(code)) {
    if (await checkRecoveryCode(deps, userId, code)) return 'recovery';
    throw new KeyturnError('code-wrong');
  }
  const now = deps.clock.now();
  let used = false;
  for (const { id, totp_sealed } of await listSecondFactors(deps.db, userId)) {
    const step = totp_sealed === null ? null : matchTotpCode(openTotpSeed(deps, totp_sealed), code, now);
    if (step === null) continue;
    if (await useTotpStep(deps.db, id, step, now)) return 'otp';
    used = true;
  }
  throw new KeyturnError(used ? 'code-used' : 'code-wrong');
}
