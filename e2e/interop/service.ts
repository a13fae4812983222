import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { buildApp } from '../../server/src/app.ts';
import { compose } from '../../server/src/compose.ts';
import { readConfig } from '../../server/src/config.ts';
import { createClientSecret } from '../../server/src/domain/client-secret/create-client-secret.ts';
import { deleteClientSecret } from '../../server/src/domain/client-secret/delete-client-secret.ts';
import type { Clock, Deps } from '../../server/src/domain/deps.ts';
import { importFederation } from '../../server/src/domain/federation/import-federation.ts';
import { makeCertificate } from '../../server/test/support/certificate.ts';
import { startPostgresProxy } from '../../server/test/support/postgres-proxy.ts';
import { afterFile } from '../support/after-file.ts';
import { makeMasterKey, makePostgresDatabase } from '../support/database.ts';
import { findTestPort } from '../support/free-port.ts';
import type { Credentials } from '../support/http.ts';
import { makeTemporaryDirectory } from '../support/temporary-directory.ts';

const federation = join(import.meta.dirname, 'federation.json');
const application = '3c000000-0000-4000-8000-000000000001';
const manager = '3d000000-0000-4000-8000-000000000001';
const dayMs = 24 * 60 * 60 * 1000;

/** A Keyturn that client libraries of any language reach by https, with a client that may use both APIs. */
export type Service = {
  url: string;
  tenantId: string;
  client: Credentials;
  /** The certificate that clients must trust; this process does already. */
  certificateFile: string;
  deps: Deps;
  /** Cuts the database off, and brings it back. */
  database: { stop(): Promise<void>; start(): Promise<void> };
};

/** The same for every service of a file. */
let certificate: Promise<{ cert: string; key: string }> | undefined;

async function makeTrustedCertificate(): Promise<{ cert: string; key: string }> {
  const made = await makeCertificate();
  setDefaultCACertificates([...getCACertificates(), made.cert]);
  return made;
}

const commandLine = { kind: 'command-line', id: null, name: 'test', address: null } as const;

/** Starts one, in this process; it ends after the file's tests. */
export async function startService(clock: Clock = { now: () => new Date() }): Promise<Service> {
  const { cert, key } = await (certificate ??= makeTrustedCertificate());
  const certificateFile = join(makeTemporaryDirectory(), 'certificate.pem');
  writeFileSync(certificateFile, cert);

  const tenantId = randomUUID();
  const database = await startPostgresProxy(await makePostgresDatabase());
  afterFile(database.stop);
  const environment = {
    KEYTURN_PORT: String(await findTestPort()),
    KEYTURN_DATABASE_URL: database.url,
    KEYTURN_MASTER_KEY: makeMasterKey(),
    KEYTURN_MAIL: 'files',
    KEYTURN_LOG_LEVEL: 'silent',
    KEYTURN_TENANT_ID: tenantId,
    KEYTURN_TLS_CERT: cert,
    KEYTURN_TLS_KEY: key,
  };
  const read = readConfig(environment, () => '', 'serve');
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { config, secrets } = read;
  const { deps, close } = await compose({
    config,
    secrets,
    command: 'test',
    demo: false,
    // What answers from memory goes by the database's clock; here tests move the time.
    serves: false,
    clock,
  });
  const app = await buildApp(deps, { tlsKey: secrets.tlsKey });
  afterFile(async () => {
    app.server.closeAllConnections();
    await app.close();
    await close();
  });
  const file: unknown = JSON.parse(readFileSync(federation, 'utf8'));
  const { problems } = await importFederation(deps, commandLine, file, { dryRun: false, invite: false });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const { clientSecret } = await addClientSecret(deps, 'Matrix');
  const client = { clientId: application, clientSecret };
  await app.listen({ host: config.host, port: config.port });
  return { url: config.publicUrl, tenantId, client, certificateFile, deps, database };
}

/** One more client secret of the service’s client, and what deletes it. */
export async function addClientSecret(
  deps: Deps,
  name: string,
): Promise<{ clientSecret: string; remove: () => Promise<unknown> }> {
  const actor = {
    kind: 'user',
    id: manager,
    name: 'North Manager (sample)',
    role: 'member',
    mfaAt: deps.clock.now(),
    sessionId: null,
    address: null,
  } as const;
  const target = { clientId: application, expectedRevisions: null };
  const expiresAt = new Date(deps.clock.now().getTime() + 200 * dayMs);
  const { secret, value } = await createClientSecret(deps, actor, target, {
    name,
    expiresAt,
    replacesSecretId: null,
  });
  return { clientSecret: value, remove: () => deleteClientSecret(deps, actor, target, secret.id) };
}
