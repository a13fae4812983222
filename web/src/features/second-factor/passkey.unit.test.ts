import { webMessages } from '@keyturn/contract';
import { expect, it } from 'vitest';
import { ApiProblem } from '../../lib/api-call.ts';
import { factorErrorText, PasskeyRefused } from './passkey.ts';

const refusal = (name: string, code = ''): PasskeyRefused =>
  new PasskeyRefused(Object.assign(new Error('in English, for programmers'), { name, code }));

it.each([
  ['NotAllowedError', 'ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY', 'web.passkey.cancelled'],
  ['AbortError', 'ERROR_CEREMONY_ABORTED', 'web.passkey.cancelled'],
  ['InvalidStateError', 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED', 'web.passkey.known'],
  ['ConstraintError', 'ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT', 'web.passkey.unable'],
  ['SecurityError', 'ERROR_INVALID_RP_ID', 'web.passkey.unsupported'],
] as const)('%s (%s) is told in our words', (name, code, key) => {
  expect(factorErrorText(refusal(name, code))).toBe(webMessages[key]);
});

it('tells what the server said when it was the server that refused', () => {
  const problem = {
    type: '',
    title: '',
    status: 401,
    detail: 'Try again.',
    code: 'passkey-failed',
    requestId: '1',
  };
  expect(factorErrorText(new ApiProblem(problem))).toBe('Try again.');
});
