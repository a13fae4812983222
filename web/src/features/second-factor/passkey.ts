import { text } from '../../lib/messages.ts';
import { errorText } from '../../lib/error-text.ts';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser';

/** The browser or the person refused; nothing reached the server. */
export class PasskeyRefused extends Error {
  constructor(cause: unknown) {
    super('no passkey', { cause });
    this.name = 'PasskeyRefused';
  }
}

type Options = { challenge: string };

/** Whether this browser knows passkeys at all: not without https, for example. */
export const supportsPasskeys = (): boolean => 'PublicKeyCredential' in globalThis;

/** Lets the person prove a passkey that the account has. */
export const askForPasskey = (options: Options): Promise<AuthenticationResponseJSON> =>
  refusable(async () => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    return startAuthentication({ optionsJSON: options });
  });

/** Lets the person create a passkey for the account. */
export const createPasskey = (options: Options): Promise<RegistrationResponseJSON> =>
  refusable(async () => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the server's library for exactly this call; the contract keeps it opaque
    const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
    return startRegistration({ optionsJSON });
  });

async function refusable<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new PasskeyRefused(error);
  }
}

/** What to tell a person about any failure around a second factor. */
export const factorErrorText = (error: unknown): string =>
  error instanceof PasskeyRefused ? refusalText(error.cause) : errorText(error);

function refusalText(cause: unknown): string {
  const { name, code } = describe(cause);
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return text('web.passkey.known');
  if (code === 'ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT') return text('web.passkey.unable');
  if (name === 'NotAllowedError' || name === 'AbortError') return text('web.passkey.cancelled');
  if (name === 'SecurityError' || !supportsPasskeys()) return text('web.passkey.unsupported');
  return text('web.passkey.failed');
}

const describe = (cause: unknown): { name: string; code: string } =>
  cause instanceof Error
    ? { name: cause.name, code: 'code' in cause ? String(cause.code) : '' }
    : { name: '', code: '' };
