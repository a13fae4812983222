import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { renewCertificate, type App } from '../app.ts';
import { certificateProblem, type Certificate } from '../certificate.ts';
import type { Config } from '../config.ts';
import { text } from '../messages.ts';

/** Asked by name, not by events of the directory: those do not tell of a link that leads elsewhere now. */
const lookEveryMs = 5_000;

/**
 * Serves a renewed certificate without a restart: when one of its files changed, and at SIGHUP. One that cannot be
 * served is logged and the present one goes on; the files may be replaced one after the other. Gives what stops it.
 */
export function watchCertificate(app: App, { tls }: Pick<Config, 'tls'>, log: Logger): () => void {
  const files = tls?.files ?? null;
  if (files === null) return () => undefined;
  let served = tls?.cert;
  const renew = (): void => {
    const certificate = readCertificate(files, log);
    if (certificate === null || certificate.cert === served) return;
    const problem = certificateProblem(certificate, new Date());
    if (problem !== null) {
      log.error(text('config.tls-kept', { problem: text(problem.key, problem.parameters) }));
      return;
    }
    renewCertificate(app, certificate);
    served = certificate.cert;
    log.info(text('config.tls-renewed'));
  };
  const paths = [files.cert, files.key];
  for (const path of paths) watchFile(path, { persistent: false, interval: lookEveryMs }, renew);
  process.on('SIGHUP', renew);
  return () => {
    for (const path of paths) unwatchFile(path, renew);
    process.off('SIGHUP', renew);
  };
}

function readCertificate(files: Certificate, log: Logger): Certificate | null {
  try {
    return { cert: readFileSync(files.cert, 'utf8').trim(), key: readFileSync(files.key, 'utf8').trim() };
  } catch (error) {
    // Between the removal of the old file and the arrival of the new one.
    log.warn({ err: error }, 'the renewed certificate could not be read');
    return null;
  }
}
