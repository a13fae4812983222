import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { PeerAddress, PeerOrder } from './peer-order.ts';

/** The paths of a peer, and what answers there. */
type Peer = { tokenPath: string; jwksPath: string; answer: RequestListener };

/** What a peer signs with: a new key of ES256. */
export type PeerKey = { kid: string; privateKey: KeyObject; publicJwk: JWK; privateJwk: JWK };

/** Serves a peer on this machine as soon as the parent process says what, until that ends. */
export function runPeer(make: (order: PeerOrder, issuer: string, key: PeerKey) => Promise<Peer>): void {
  process.once('message', (order: PeerOrder) => {
    void serve(order, make).then((address) => process.send?.(address));
  });
  process.on('disconnect', () => process.exit(0));
}

async function serve(order: PeerOrder, make: Parameters<typeof runPeer>[0]): Promise<PeerAddress> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const url = `http://127.0.0.1:${address.port}`;
  const { tokenPath, jwksPath, answer } = await make(order, url, makeKey());
  server.on('request', answer);
  return { url, tokenPath, jwksPath };
}

function makeKey(): PeerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = 'peer';
  const known = { kid, alg: 'ES256', use: 'sig' };
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), ...known };
  const privateJwk = { ...privateKey.export({ format: 'jwk' }), ...known };
  return { kid, privateKey, publicJwk, privateJwk };
}
