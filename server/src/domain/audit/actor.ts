/**
 * Who is asking. A person signed in, an application with its own access token (`secretId`: the client secret that
 * obtained it), an automation client of the operator, or the command line.
 */
export type Actor =
  | {
      kind: 'user';
      id: string;
      name: string;
      role: 'member' | 'operator';
      mfaAt: Date;
      /** null: no session yet, while signing in or setting up an account. */
      sessionId: string | null;
      address: string | null;
    }
  | { kind: 'application'; id: string; name: string; secretId: string; address: string | null }
  | { kind: 'operator-client'; id: string; name: string; secretId: string; address: string | null }
  | { kind: 'command-line'; id: null; name: string; address: null }
  | { kind: 'system'; id: null; name: string; address: string | null };

/** Keyturn itself: what happens by time, at a start, or at the request of somebody who is not known yet. */
export const systemActor = {
  kind: 'system',
  id: null,
  name: 'Keyturn',
  address: null,
} as const satisfies Actor;
