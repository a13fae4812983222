// oxlint-disable-next-line import/no-unassigned-import -- a polyfill that the library asks for
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

type Options = { hosts?: string[]; notBefore?: Date; notAfter?: Date };

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 60 * 60 * 1000;

/**
 * A certificate and its key in PEM, made anew: no key lies in the repository. It is its own authority, so that whoever
 * trusts it can reach `hosts`: names, or addresses.
 */
export async function makeCertificate({
  hosts = ['localhost', '127.0.0.1', '::1'],
  notBefore = new Date(Date.now() - dayMs),
  notAfter = new Date(Date.now() + 30 * dayMs),
}: Options = {}): Promise<{ cert: string; key: string }> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const names = hosts.map((value) => ({
    type: /^[\d.]+$|:/.test(value) ? ('ip' as const) : ('dns' as const),
    value,
  }));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=Keyturn test',
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    cert: `${certificate.toString('pem')}\n`,
    key: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
  };
}
