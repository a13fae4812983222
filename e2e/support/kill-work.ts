import { send, type Answer } from './http.ts';
import { noonIn, secretsUrl, type CreatedSecret } from './journey.ts';
import { managerHeaders, managers, type KnownSecret, type Ledger, type Setting } from './kill-ledger.ts';

/** Above this many secrets of an application, workers delete: KEYTURN_MAX_VALID_SECRETS is 100. */
const crowded = 60;

type Worker = {
  name: string;
  number: number;
  /** Set when the server is killed: from then on connections break. */
  state: { killed: boolean };
};

/** One client: it creates and deletes, one request after the other, until the server is gone. */
export async function workUntilKilled(setting: Setting, ledger: Ledger, worker: Worker): Promise<void> {
  const { random } = setting;
  const [clientId] = managers[worker.number % managers.length] ?? [''];
  for (let request = 1; !worker.state.killed; request += 1) {
    const own = [...ledger.secrets.values()].filter(
      (known) => known.clientId === clientId && known.deletion === 'none',
    );
    const victim = own[random.below(Math.max(own.length, 1))];
    const deletes = victim !== undefined && (own.length > crowded || random.below(5) < 2);
    // Some clients go away before their answer comes, or before their request is even there.
    const signal = random.below(8) === 0 ? AbortSignal.timeout(random.below(40)) : undefined;
    try {
      if (deletes) await deleteKnown(setting, victim, signal);
      else await createKnown(setting, ledger, clientId, `${worker.name}, request ${request}`, signal);
    } catch (error) {
      // fetch() says by a TypeError that the connection broke, or that nobody listens any more.
      if (signal?.aborted !== true && !(worker.state.killed && error instanceof TypeError)) throw error;
    }
  }
}

async function createKnown(
  setting: Setting,
  { secrets, lost }: Ledger,
  clientId: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  lost.add(name);
  const headers = managerHeaders(setting, clientId);
  const json = { name, expiresAt: noonIn(200) };
  const answer = await send('POST', secretsUrl(setting.server, clientId), { headers, json, signal });
  requireStatus(answer, 201);
  const { id, hint, clientSecret } = answer.json<CreatedSecret>();
  lost.delete(name);
  secrets.set(id, { id, hint, clientId, clientSecret, deletion: 'none', checked: false });
}

async function deleteKnown(
  setting: Setting,
  known: KnownSecret,
  signal: AbortSignal | undefined,
): Promise<void> {
  known.deletion = 'unanswered';
  const headers = managerHeaders(setting, known.clientId);
  const url = `${secretsUrl(setting.server, known.clientId)}/${known.id}`;
  requireStatus(await send('DELETE', url, { headers, signal }), 204);
  known.deletion = 'acknowledged';
}

function requireStatus({ status, text }: Answer, wanted: number): void {
  if (status !== wanted) throw new Error(`answered ${status} instead of ${wanted}: ${text}`);
}
