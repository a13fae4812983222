import { chmodSync, rmSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Actor } from '../domain/audit/actor.ts';
import type { Deps } from '../domain/deps.ts';
import { explainFailure } from '../explain-failure.ts';
import {
  serverOperations,
  type OperationInput,
  type OperationOutput,
  type ServerOperationName,
} from './operations.ts';
import { failed } from './output.ts';

// sun_path of sockaddr_un on Linux, with its final NUL; shorter elsewhere.
const maxPathBytes = process.platform === 'linux' ? 107 : 103;

const socketPath = (directory: string): string => join(directory, 'keyturn.sock');

const envelope = z.object({ actor: z.string(), input: z.unknown() });
const answer = z.union([z.object({ output: z.unknown() }), z.object({ failure: z.string() })]);

/** @throws CommandFailedError when no socket can have this path */
export function requireUsableSocketPath(directory: string): void {
  const bytes = Buffer.byteLength(socketPath(directory));
  if (bytes > maxPathBytes) throw failed('config.data-directory-path-long', { bytes, max: maxPathBytes });
}

/**
 * Lets other commands reach the embedded database that this process holds, through a socket that only its owner may
 * open (mode 0600).
 */
export async function listenForCommands(deps: Deps): Promise<{ close(): Promise<void> }> {
  const directory = deps.config.dataDirectory;
  const path = socketPath(directory);
  // Left by a crash: the lock says that nobody else listens.
  rmSync(path, { force: true });
  const server = createServer((incoming, outgoing) => {
    void answerCommand(deps, incoming).then((answered) =>
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(answered)),
    );
  });
  await listenPrivately(server, path);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function listenPrivately(server: Server, path: string): Promise<void> {
  const umask = process.umask(0o177);
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      resolve();
    });
  }).finally(() => process.umask(umask));
}

async function answerCommand(deps: Deps, incoming: IncomingMessage): Promise<z.infer<typeof answer>> {
  try {
    const name = incoming.url?.slice(1) ?? '';
    if (!isOperation(name)) return { failure: name };
    const { actor, input } = envelope.parse(await json(incoming));
    return { output: await serverOperations[name].run(deps, commandLineActor(actor), input) };
  } catch (error) {
    const explained = explainFailure(error, deps.config.dataDirectory);
    if (explained === null) deps.log.error({ err: error }, 'command failed');
    return { failure: explained ?? String(error) };
  }
}

/**
 * Runs an operation in the server that holds the data directory.
 * @throws CommandFailedError when it does not answer, or could not do it
 */
export async function callRunningServer<Name extends ServerOperationName>(
  directory: string,
  name: Name,
  actor: string,
  input: OperationInput<Name>,
): Promise<OperationOutput<Name>> {
  const path = socketPath(directory);
  let answered: unknown;
  try {
    answered = await post(path, name, { actor, input });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failed('cli.server-not-answering', { directory, socket: path, reason });
  }
  const parsed = answer.parse(answered);
  if ('failure' in parsed) throw failed('cli.server-failed', { reason: parsed.failure });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by this operation in a server of the same installation
  return parsed.output as OperationOutput<Name>;
}

function post(socket: string, name: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: socket, path: `/${name}`, method: 'POST' }, (incoming) => {
      json(incoming).then(resolve, reject);
    });
    outgoing.once('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}

const isOperation = (name: string): name is ServerOperationName => Object.hasOwn(serverOperations, name);

/** Who runs a command, as the audit log names them: the account on that machine. */
export const commandLineActor = (name: string): Actor => ({
  kind: 'command-line',
  id: null,
  name,
  address: null,
});
