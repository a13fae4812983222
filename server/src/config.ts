import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import {
  isGuideUrl,
  isMailAddress,
  isNamePattern,
  isTimeZone,
  isUrl,
  longestTokenTtlSeconds,
  type MessageKey,
} from '@keyturn/contract';
import { isCertificateFor, type Certificate } from './certificate.ts';
import {
  isMailbox,
  isSecretLifetime,
  readLogLevel,
  readMail,
  readMasterKey,
  readPrivacyUrl,
  readPublicUrl,
  readReminderDays,
  readTenantId,
  readTls,
  readTrustProxy,
  reasonOf,
  type LogLevel,
  type MailDelivery,
} from './config-values.ts';
import { configVariables, type ConfigName } from './config-variables.ts';
import { text, type MessageParameters } from './messages.ts';

/** What the environment sets, without secrets: safe to log. */
export type Config = {
  publicUrl: string;
  host: string;
  port: number;
  /** null: metrics are not served. */
  metricsPort: number | null;
  dataDirectory: string;
  database: 'embedded' | 'postgres';
  mail: MailDelivery;
  mailFrom: string;
  tenantId: string | null;
  /** null: plain http. `files`: where a renewed certificate and its key are read from; null: it came by value. */
  tls: { cert: string; files: Certificate | null } | null;
  trustProxy: string[];
  operatorName: string;
  supportEmail: string;
  apiGuideUrl: string;
  privacyUrl: string | null;
  timeZone: string;
  accessTokenTtlSeconds: number;
  /** How long a signing key signs before the next one follows by itself. */
  signingKeyDays: number;
  maxSecretLifetime: string;
  maxValidSecrets: number;
  applicationNamePattern: string;
  /** Days before the expiry of a client secret on which its managers are reminded, most first; 0: once it has expired. */
  reminderDays: number[];
  /** How long a server that stops goes on answering while /readyz says that it is not ready. */
  stopDelaySeconds: number;
  /** How many processes answer requests. */
  workers: number;
  logLevel: LogLevel;
};

/** The part of the configuration that is never logged. */
export type ConfigSecrets = {
  databaseUrl: string | null;
  smtpUrl: string | null;
  masterKey: KeyObject | null;
  tlsKey: string | null;
};

export type ConfigResult =
  | { ok: true; config: Config; secrets: ConfigSecrets; warnings: string[] }
  | { ok: false; problems: string[]; warnings: string[] };

/**
 * Reads the configuration from the environment: pure but for the files that `*_FILE` variables name.
 * Finds all problems at once rather than the first; an empty variable counts as left out. Only `serve` must know
 * where mails go.
 */
export function readConfig(
  environment: Record<string, string | undefined>,
  readFile: (path: string) => string,
  purpose: 'serve' | 'command',
  now = new Date(),
): ConfigResult {
  const problems: string[] = [];
  const problem = (key: MessageKey, parameters: MessageParameters = {}): void => {
    problems.push(text(key, parameters));
  };

  const read = (name: ConfigName): string | null => {
    const value = environment[name]?.trim() || null;
    const path = environment[`${name}_FILE`]?.trim() || null;
    if (path === null) return value;
    if (value !== null) problem('config.both-value-and-file', { name });
    return readNamedFile(name, path);
  };
  const readNamedFile = (name: string, path: string): string | null => {
    try {
      return readFile(path).trim();
    } catch (error) {
      problem('config.file-unreadable', { name, path, reason: reasonOf(error) });
      return null;
    }
  };

  const wholeNumber = (
    name: ConfigName,
    fallback: number,
    range: [number, number],
    key: MessageKey,
  ): number => {
    const value = read(name);
    if (value === null) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= range[0] && number <= range[1]) return number;
    problem(key, { value });
    return fallback;
  };

  const checked = (
    name: ConfigName,
    fallback: string,
    fits: (value: string) => boolean,
    key: MessageKey,
  ): string => {
    const value = read(name);
    if (value === null) return fallback;
    if (!fits(value)) problem(key, { value });
    return value;
  };

  const port = wholeNumber('KEYTURN_PORT', 3000, [1, 65_535], 'config.port-invalid');
  const tls = readTls(read, problem, now);
  const publicUrl = readPublicUrl(
    read('KEYTURN_PUBLIC_URL') ?? `${tls === null ? 'http' : 'https'}://localhost:${port}`,
    problem,
  );
  const supportEmail = checked(
    'KEYTURN_SUPPORT_EMAIL',
    'support@localhost',
    isMailAddress,
    'config.support-email-invalid',
  );
  const databaseUrl = read('KEYTURN_DATABASE_URL');
  if (databaseUrl !== null && !isUrl(databaseUrl, ['postgres:', 'postgresql:']))
    problem('config.database-url-invalid');
  const smtpUrl = read('KEYTURN_SMTP_URL');
  if (smtpUrl !== null && !isUrl(smtpUrl, ['smtp:', 'smtps:'])) problem('config.smtp-url-invalid');

  const config: Config = {
    publicUrl,
    host: checked(
      'KEYTURN_HOST',
      'localhost',
      (value) => isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value),
      'config.host-invalid',
    ),
    port,
    metricsPort:
      read('KEYTURN_METRICS_PORT') === null
        ? null
        : wholeNumber('KEYTURN_METRICS_PORT', 0, [1, 65_535], 'config.metrics-port-invalid'),
    dataDirectory: resolve(read('KEYTURN_DATA_DIR') ?? 'data'),
    database: databaseUrl === null ? 'embedded' : 'postgres',
    mail: readMail(read('KEYTURN_MAIL'), smtpUrl, purpose, problem),
    mailFrom: checked('KEYTURN_MAIL_FROM', supportEmail, isMailbox, 'config.mail-from-invalid'),
    tenantId: readTenantId(read('KEYTURN_TENANT_ID'), problem),
    tls: tls === null ? null : { cert: tls.cert, files: tlsFiles(environment) },
    trustProxy: readTrustProxy(read('KEYTURN_TRUST_PROXY'), problem),
    operatorName: read('KEYTURN_OPERATOR_NAME') ?? 'Keyturn',
    supportEmail,
    apiGuideUrl: checked(
      'KEYTURN_API_GUIDE_URL',
      `${publicUrl}/guide`,
      isGuideUrl,
      'config.api-guide-url-invalid',
    ),
    privacyUrl: readPrivacyUrl(read('KEYTURN_PRIVACY_URL'), problem),
    timeZone: checked('KEYTURN_TIME_ZONE', 'UTC', isTimeZone, 'config.time-zone-invalid'),
    accessTokenTtlSeconds: wholeNumber(
      'KEYTURN_ACCESS_TOKEN_TTL_SECONDS',
      3599,
      [60, longestTokenTtlSeconds],
      'config.token-ttl-invalid',
    ),
    signingKeyDays: wholeNumber('KEYTURN_SIGNING_KEY_DAYS', 90, [3, 730], 'config.signing-key-days-invalid'),
    maxSecretLifetime: checked(
      'KEYTURN_MAX_SECRET_LIFETIME',
      'P1Y',
      isSecretLifetime,
      'config.max-secret-lifetime-invalid',
    ),
    maxValidSecrets: wholeNumber(
      'KEYTURN_MAX_VALID_SECRETS',
      10,
      [2, 100],
      'config.max-valid-secrets-invalid',
    ),
    applicationNamePattern: checked(
      'KEYTURN_APPLICATION_NAME_PATTERN',
      'Partner-{country}-{organisation}-{api}',
      isNamePattern,
      'config.name-pattern-invalid',
    ),
    reminderDays: readReminderDays(read('KEYTURN_REMINDER_DAYS'), problem),
    stopDelaySeconds: wholeNumber('KEYTURN_STOP_DELAY_SECONDS', 5, [0, 60], 'config.stop-delay-invalid'),
    workers: wholeNumber('KEYTURN_WORKERS', 1, [1, 64], 'config.workers-invalid'),
    logLevel: readLogLevel(read('KEYTURN_LOG_LEVEL'), problem),
  };
  // The embedded database is one process's alone.
  if (config.workers > 1 && databaseUrl === null) problem('config.workers-embedded');
  const secrets: ConfigSecrets = {
    databaseUrl,
    smtpUrl,
    masterKey: readMasterKey(read('KEYTURN_MASTER_KEY'), databaseUrl !== null, problem),
    tlsKey: tls?.key ?? null,
  };

  const warnings = [...unknownVariables(environment), ...hostWarnings(config)];
  if (problems.length > 0) return { ok: false, problems, warnings };
  return { ok: true, config, secrets, warnings };
}

function tlsFiles(environment: Record<string, string | undefined>): Certificate | null {
  const cert = environment['KEYTURN_TLS_CERT_FILE']?.trim();
  const key = environment['KEYTURN_TLS_KEY_FILE']?.trim();
  return cert && key ? { cert, key } : null;
}

/** Only a warning: a proxy in between may ask for another name. */
function hostWarnings({ tls, publicUrl }: Pick<Config, 'tls' | 'publicUrl'>): string[] {
  const host = URL.parse(publicUrl)?.hostname ?? '';
  return tls === null || isCertificateFor(tls.cert, host) ? [] : [text('config.tls-host', { host })];
}

function unknownVariables(environment: Record<string, string | undefined>): string[] {
  const known = new Set<string>(configVariables.flatMap(({ name }) => [name, `${name}_FILE`]));
  return Object.keys(environment)
    .filter((name) => name.startsWith('KEYTURN_') && !name.startsWith('KEYTURN_TEST_') && !known.has(name))
    .map((name) => text('config.unknown', { name }));
}
