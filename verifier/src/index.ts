export { AccessTokenError, type AccessTokenErrorCode } from './access-token-error.ts';
export { createVerifier, type AccessToken, type Requirements, type Verifier } from './create-verifier.ts';
export type { IntrospectionCredentials } from './introspection.ts';
export type { Algorithm, TokenType, VerifierOptions } from './options.ts';
