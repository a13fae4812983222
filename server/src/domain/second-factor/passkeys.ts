import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { listSecondFactors, usePasskey, type SecondFactorRow } from '../../store/second-factors.ts';
import { takeChallenge, updateSession, type SessionRow } from '../../store/sessions.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';

type PasskeyDeps = Pick<Deps, 'db' | 'config'>;

/** Loaded when somebody uses a passkey: every start of a server or a command would wait for it. */
const webAuthn = () => import('@simplewebauthn/server');

/** What a browser needs to make a passkey, with user verification (WebAuthn section 7.1). */
export async function startPasskeyRegistration(deps: PasskeyDeps, session: SessionRow) {
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: deps.config.operatorName,
    rpID: relyingPartyId(deps),
    userID: new TextEncoder().encode(session.user_id),
    userName: session.user_email,
    userDisplayName: session.user_name,
    excludeCredentials: await credentialsOf(deps, session.user_id),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
  await updateSession(deps.db, session.id, { challenge: options.challenge });
  return options;
}

/**
 * Checks what a browser answered, with the challenge that this session was given, once.
 * @throws KeyturnError `passkey-failed`
 */
export async function checkPasskeyRegistration(deps: PasskeyDeps, session: SessionRow, response: unknown) {
  const { verifyRegistrationResponse } = await webAuthn();
  const verified = await orRefuse(deps, session, (expected) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library checks what it is given
    verifyRegistrationResponse({ ...expected, response: response as RegistrationResponseJSON }),
  );
  if (!verified.verified || !verified.registrationInfo.userVerified) throw new KeyturnError('passkey-failed');
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  return {
    credential_id: id,
    public_key: Buffer.from(publicKey),
    sign_count: counter,
    transports: transports ?? null,
  };
}

/** What a browser needs to prove one of the user's passkeys (WebAuthn section 7.2). */
export async function startPasskeyProof(deps: PasskeyDeps, session: SessionRow) {
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyId(deps),
    allowCredentials: await credentialsOf(deps, session.user_id),
    userVerification: 'required',
  });
  await updateSession(deps.db, session.id, { challenge: options.challenge });
  return options;
}

/**
 * Checks the proof of a passkey, made with user verification, for the challenge that this session was given, once.
 * @throws KeyturnError `passkey-failed`
 */
export async function checkPasskey(
  deps: PasskeyDeps & Pick<Deps, 'clock'>,
  session: SessionRow,
  response: unknown,
): Promise<'hwk'> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library checks what it is given
  const given = response as AuthenticationResponseJSON;
  const passkey = (await listSecondFactors(deps.db, session.user_id)).find(
    ({ credential_id }) => credential_id === given.id,
  );
  const credential = passkey === undefined ? null : credentialOf(passkey);
  if (passkey === undefined || credential === null) throw new KeyturnError('passkey-failed');
  const { verifyAuthenticationResponse } = await webAuthn();
  const { verified, authenticationInfo } = await orRefuse(deps, session, (expected) =>
    verifyAuthenticationResponse({ ...expected, response: given, credential }),
  );
  if (!verified || !authenticationInfo.userVerified) throw new KeyturnError('passkey-failed');
  await usePasskey(deps.db, passkey.id, authenticationInfo.newCounter, deps.clock.now());
  return 'hwk';
}

/** The library throws at whatever does not fit; the caller is told the same for all of it. */
async function orRefuse<Verified>(
  deps: PasskeyDeps,
  session: SessionRow,
  verify: (expected: {
    expectedChallenge: string;
    expectedOrigin: string;
    expectedRPID: string;
    requireUserVerification: true;
  }) => Promise<Verified>,
): Promise<Verified> {
  const expectedChallenge = await takeChallenge(deps.db, session.id);
  if (expectedChallenge === null) throw new KeyturnError('passkey-failed');
  try {
    return await verify({
      expectedChallenge,
      expectedOrigin: deps.config.publicUrl,
      expectedRPID: relyingPartyId(deps),
      requireUserVerification: true,
    });
  } catch (cause) {
    throw new KeyturnError('passkey-failed', {}, [], { cause });
  }
}

const relyingPartyId = ({ config }: Pick<Deps, 'config'>): string => new URL(config.publicUrl).hostname;

async function credentialsOf({ db }: Pick<Deps, 'db'>, userId: string) {
  const credentials = (await listSecondFactors(db, userId)).map(credentialOf);
  return credentials.filter((credential) => credential !== null);
}

function credentialOf({ credential_id: id, public_key: publicKey, sign_count, transports }: SecondFactorRow) {
  if (id === null || publicKey === null) return null;
  return {
    id,
    publicKey: new Uint8Array(publicKey),
    counter: Number(sign_count),
    ...(transports === null ? {} : { transports }),
  };
}
