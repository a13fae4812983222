import type { MessageKey } from '@keyturn/contract';
import { text, type MessageParameters } from '../../messages.ts';

/**
 * Error codes of RFC 6749 section 5.2, `invalid_target` of RFC 8707 section 2, and of RFC 6749 section 4.1.2.1 the two
 * for a server in trouble and the only one that an authorization endpoint has without a user to sign in.
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_response_type'
  | 'temporarily_unavailable'
  | 'server_error';

type OAuthMessageKey = Extract<MessageKey, `oauth.${string}`>;

/** A refusal of the token service. `description` is public and ASCII; nothing else leaves the process. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly error: OAuthErrorCode;
  readonly description: string;

  constructor(error: OAuthErrorCode, key: OAuthMessageKey, parameters: MessageParameters = {}) {
    super(key);
    this.error = error;
    this.description = toAscii(text(key, parameters));
  }
}

/** RFC 6749 section 5.2: %x20-21 / %x23-5B / %x5D-7E. Parameters may come from the request or from names. */
const toAscii = (description: string): string => description.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');
