import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureVersion } from 'node:tls';
import type { MessageKey } from '@keyturn/contract';
import type { MessageParameters } from './messages.ts';

/** A certificate chain and its private key, both in PEM. */
export type Certificate = { cert: string; key: string };

/** Older versions of TLS are broken (RFC 8996). */
export const oldestTlsVersion: SecureVersion = 'TLSv1.2';

/** What keeps this certificate from being served now, or null. The chain begins with the server's own certificate. */
export function certificateProblem(
  { cert, key }: Certificate,
  now: Date,
): { key: MessageKey; parameters: MessageParameters } | null {
  const own = attempt(() => new X509Certificate(cert));
  if (own.failed) return { key: 'config.tls-cert-invalid', parameters: { reason: own.reason } };
  const privateKey = attempt(() => createPrivateKey(key));
  if (privateKey.failed) return { key: 'config.tls-key-invalid', parameters: { reason: privateKey.reason } };
  const { validFromDate, validToDate } = own.value;
  if (!own.value.checkPrivateKey(privateKey.value))
    return { key: 'config.tls-key-foreign', parameters: { subject: nameOf(own.value) } };
  if (now >= validToDate) return { key: 'config.tls-expired', parameters: { at: validToDate.toISOString() } };
  if (now < validFromDate)
    return { key: 'config.tls-not-yet-valid', parameters: { at: validFromDate.toISOString() } };
  // What is left: keys and signatures too weak for any client, and broken chains.
  const context = attempt(() => createSecureContext({ cert, key }));
  return context.failed ? { key: 'config.tls-cert-invalid', parameters: { reason: context.reason } } : null;
}

/** Whether clients accept the certificate for this host, as `URL.hostname` gives it. */
export function isCertificateFor(cert: string, hostname: string): boolean {
  const own = new X509Certificate(cert);
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  return (isIP(address) === 0 ? own.checkHost(address) : own.checkIP(address)) !== undefined;
}

const nameOf = ({ subject, subjectAltName }: X509Certificate): string =>
  subjectAltName ?? (subject || '-').replaceAll('\n', ', ');

function attempt<Value>(
  work: () => Value,
): { failed: false; value: Value } | { failed: true; reason: string } {
  try {
    return { failed: false, value: work() };
  } catch (error) {
    return { failed: true, reason: error instanceof Error ? error.message : String(error) };
  }
}
