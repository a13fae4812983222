import { join } from 'node:path';
import { runProgram } from './programs.ts';
import type { Service } from './service.ts';

/** The environment in which programs of most languages trust the service’s certificate. */
export const trustOf = ({ certificateFile }: Pick<Service, 'certificateFile'>): Record<string, string> => ({
  NODE_EXTRA_CA_CERTS: certificateFile,
  SSL_CERT_FILE: certificateFile,
  REQUESTS_CA_BUNDLE: certificateFile,
  CURL_CA_BUNDLE: certificateFile,
});

/** The arguments by which Java trusts it, from a key store in `directory`. */
export async function javaTrustOf(
  { certificateFile }: Pick<Service, 'certificateFile'>,
  directory: string,
): Promise<string[]> {
  const store = join(directory, 'trust.p12');
  const password = 'changeit';
  const certificate = ['-noprompt', '-alias', 'keyturn', '-file', certificateFile];
  const keyStore = ['-keystore', store, '-storetype', 'PKCS12', '-storepass', password];
  await runProgram('keytool', ['-importcert', ...certificate, ...keyStore]);
  return [`-Djavax.net.ssl.trustStore=${store}`, `-Djavax.net.ssl.trustStorePassword=${password}`];
}
