import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type PeerCertificate } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeCertificate } from '../server/test/support/certificate.ts';
import { serveEnvironment } from './support/database.ts';
import { startServer, type Environment, type KeyturnServer } from './support/keyturn-process.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

type Pair = Awaited<ReturnType<typeof makeCertificate>>;

/** It looks at the files every 5 s. */
const byItselfWithinMs = 20_000;

const directory = makeTemporaryDirectory();
const files = { cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
let env: Environment;
let server: KeyturnServer;
let first: Pair;

/** As certificate managers do it: whoever reads meanwhile gets the old file or the new one, whole. */
function replace(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

const port = (): number => Number(new URL(server.url).port);

/** The certificate that the server shows. */
const handshake = (options: ConnectionOptions): Promise<PeerCertificate> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: port(), rejectUnauthorized: false, ...options }, () => {
      resolve(socket.getPeerCertificate());
      socket.destroy();
    });
    socket.on('error', reject);
  });

/** Whether this certificate is shown, and no other, to those who name the server and to those who do not. */
async function isServed({ cert }: Pair): Promise<boolean> {
  const ways = [{ host: '127.0.0.1' }, { host: '127.0.0.1', servername: 'localhost' }];
  const trusted = ways.map((way) => handshake({ ...way, ca: cert, rejectUnauthorized: true }));
  return (await Promise.allSettled(trusted)).every(({ status }) => status === 'fulfilled');
}

beforeAll(async () => {
  first = await makeCertificate();
  replace(files.cert, first.cert);
  replace(files.key, first.key);
  env = {
    ...(await serveEnvironment('PostgreSQL')),
    KEYTURN_LOG_LEVEL: 'info',
    KEYTURN_TLS_CERT_FILE: files.cert,
    KEYTURN_TLS_KEY_FILE: files.key,
  };
  server = await startServer(['serve'], { env });
});

describe('a certificate and its key in files', () => {
  test('make Keyturn speak https, and nothing else', async () => {
    expect(server.url).toBe(`https://localhost:${env['KEYTURN_PORT']}`);
    expect(await isServed(first)).toBe(true);
    await expect(fetch(`http://localhost:${port()}/guide`)).rejects.toThrow('fetch failed');
  });

  test('with TLS 1.2 and 1.3, and no older version', async () => {
    // A client that would do with less than any of today’s.
    const lax = { host: '127.0.0.1', ciphers: 'ALL:@SECLEVEL=0', minVersion: 'TLSv1' } as const;
    for (const maxVersion of ['TLSv1.3', 'TLSv1.2'] as const)
      await expect(handshake({ ...lax, maxVersion })).resolves.toHaveProperty('raw');
    for (const maxVersion of ['TLSv1.1', 'TLSv1'] as const)
      await expect(handshake({ ...lax, maxVersion })).rejects.toThrow(/alert protocol version/);
  });

  test('are renewed without a restart: by themselves when the files change, and at SIGHUP', async () => {
    const second = await makeCertificate();
    replace(files.cert, second.cert);
    replace(files.key, second.key);
    await expect.poll(() => isServed(second), { timeout: byItselfWithinMs, interval: 200 }).toBe(true);

    const third = await makeCertificate();
    replace(files.cert, third.cert);
    replace(files.key, third.key);
    process.kill(server.pid, 'SIGHUP');
    await expect.poll(() => isServed(third), { timeout: byItselfWithinMs / 2, interval: 50 }).toBe(true);
    first = third;
    await expect.poll(() => server.stdout().match(/The certificate was renewed/g) ?? []).toHaveLength(2);
  });

  test('that cannot be served leave the present one in place, and the log says why', async () => {
    const other = await makeCertificate();
    replace(files.cert, other.cert);
    process.kill(server.pid, 'SIGHUP');
    await expect
      .poll(() => server.stdout())
      .toContain('The key in KEYTURN_TLS_KEY_FILE is not that of the first certificate');
    expect(await isServed(first)).toBe(true);
    // The other half arrives.
    replace(files.key, other.key);
    process.kill(server.pid, 'SIGHUP');
    await expect.poll(() => isServed(other), { timeout: byItselfWithinMs / 2, interval: 50 }).toBe(true);
  });
});
