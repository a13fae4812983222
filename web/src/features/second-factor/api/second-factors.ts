import { passkeyOptions, recoveryCodes, session, totpSeed, type Session } from '@keyturn/contract';
import type { QueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { callApi } from '../../../lib/api-call.ts';
import { sessionQuery } from '../../session/api/session.ts';
import { askForPasskey, createPasskey } from '../passkey.ts';

const sessionPath = '/api/v1/session';
const factorsPath = '/api/v1/account/factors';

/** A code of an authenticator or a recovery code: the second step of signing in, or the proof before a change. */
export const proveByCode = (queryClient: QueryClient, code: string): Promise<Session> =>
  openSession(queryClient, `${sessionPath}/verification`, { code });

/** The same by a passkey that the browser asks for. */
export async function proveByPasskey(queryClient: QueryClient): Promise<Session> {
  const response = await askForPasskey(await post(passkeyOptions, `${sessionPath}/passkey/options`));
  return openSession(queryClient, `${sessionPath}/passkey`, { response });
}

/** A new seed for an authenticator; its first code makes it a second factor. */
export const createTotpSeed = () => post(totpSeed, `${factorsPath}/totp`);

export const confirmTotp = (queryClient: QueryClient, code: string, name: string): Promise<Session> =>
  openSession(queryClient, `${factorsPath}/totp/confirmation`, { code, name });

/** Lets the browser create a passkey and adds it to the account. */
export async function addPasskey(queryClient: QueryClient, name: string): Promise<Session> {
  const response = await createPasskey(await post(passkeyOptions, `${factorsPath}/passkey/options`));
  return openSession(queryClient, `${factorsPath}/passkey`, { response, name });
}

/** New recovery codes; those made earlier stop working. */
export async function createRecoveryCodes(queryClient: QueryClient): Promise<string[]> {
  const { codes } = await post(recoveryCodes, '/api/v1/account/recovery-codes');
  queryClient.setQueryData(
    sessionQuery.queryKey,
    (known) => known && { ...known, recoveryCodesLeft: codes.length },
  );
  return codes;
}

async function openSession(queryClient: QueryClient, path: string, body: unknown): Promise<Session> {
  const opened = await post(session, path, body);
  queryClient.setQueryData(sessionQuery.queryKey, opened);
  return opened;
}

const post = <Schema extends z.ZodType>(schema: Schema, path: string, body?: unknown) =>
  callApi(schema, path, { method: 'POST', ...(body === undefined ? {} : { body }) });
