import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { PeerAddress, PeerOrder } from '../peers/peer-order.ts';

export type PeerName = 'floor' | 'oidc-provider' | 'oauth2-server';

export type Peer = PeerAddress & { port: number; pid: number; stop: () => Promise<void> };

/** A library that peers need is not installed: they are for development alone. */
export class PeerMissingError extends Error {
  override readonly name = 'PeerMissingError';
}

/** Starts a peer in a process of its own. @throws PeerMissingError */
export async function startPeer(name: PeerName, order: PeerOrder): Promise<Peer> {
  const child = fork(join(import.meta.dirname, `../peers/${name}.ts`), {
    env: { NODE_ENV: 'production' },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const exited = once(child, 'exit');
  const answer: Promise<unknown[]> = once(child, 'message');
  child.send(order);
  const ended = exited.then(() => {
    if (said.includes('ERR_MODULE_NOT_FOUND')) throw new PeerMissingError(name);
    throw new Error(`the peer ${name} ended:\n${said}`);
  });
  const [message] = await Promise.race([answer, ended]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own process answers, of this version
  const address = message as PeerAddress;
  return {
    ...address,
    port: Number(new URL(address.url).port),
    pid: child.pid ?? 0,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
