import { createSecretKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { isMailAddress, isPrivacyUrl, type MessageKey } from '@keyturn/contract';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { certificateProblem, type Certificate } from './certificate.ts';
import type { ConfigName } from './config-variables.ts';
import type { MessageParameters } from './messages.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Where mails go; `none` only for commands that send none. */
export type MailDelivery = 'smtp' | 'files' | 'none';

export type ReportProblem = (key: MessageKey, parameters?: MessageParameters) => void;

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const isMailbox = (value: string): boolean =>
  isMailAddress(/^[^<>\r\n]*<([^<>]+)>$/.exec(value)?.[1] ?? value);

/** Whether `hostname` (as `URL.hostname` gives it) is this machine only. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

export function readPublicUrl(value: string, problem: ReportProblem): string {
  const url = URL.parse(value);
  if (url === null || url.origin !== value) problem('config.public-url-invalid', { value });
  else if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname)))
    problem('config.public-url-http', { value });
  return value;
}

export function readMail(
  value: string | null,
  smtpUrl: string | null,
  purpose: 'serve' | 'command',
  problem: ReportProblem,
): MailDelivery {
  if (value !== null && value !== 'files') problem('config.mail-invalid', { value });
  if (smtpUrl !== null && value === 'files') problem('config.mail-both');
  if (smtpUrl !== null) return 'smtp';
  if (value === null && purpose === 'serve') problem('config.mail-missing');
  return value === 'files' ? 'files' : 'none';
}

export function readPrivacyUrl(value: string | null, problem: ReportProblem): string | null {
  if (value !== null && !isPrivacyUrl(value)) problem('config.privacy-url-invalid', { value });
  return value;
}

export function readTenantId(value: string | null, problem: ReportProblem): string | null {
  if (value !== null && !z.guid().safeParse(value).success) problem('config.tenant-id-invalid', { value });
  return value?.toLowerCase() ?? null;
}

export function readTls(
  read: (name: ConfigName) => string | null,
  problem: ReportProblem,
  now: Date,
): Certificate | null {
  const cert = read('KEYTURN_TLS_CERT');
  const key = read('KEYTURN_TLS_KEY');
  if ((cert === null) !== (key === null)) problem('config.tls-incomplete');
  if (cert === null || key === null) return null;
  const found = certificateProblem({ cert, key }, now);
  if (found === null) return { cert, key };
  problem(found.key, found.parameters);
  return null;
}

export function readTrustProxy(value: string | null, problem: ReportProblem): string[] {
  const networks = value?.split(',').map((part) => part.trim()) ?? [];
  for (const network of networks) {
    const [address = '', prefix, ...rest] = network.split('/');
    const bits = isIP(address) === 4 ? 32 : 128;
    const prefixFits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (isIP(address) === 0 || !prefixFits || rest.length > 0)
      problem('config.trust-proxy-invalid', { value: network });
  }
  return networks;
}

export function isSecretLifetime(value: string): boolean {
  if (!/^P(?=\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,3}D)?$/.test(value)) return false;
  const start = Temporal.PlainDate.from('2023-01-01');
  const { days } = start.until(start.add(value));
  return days >= 2 && days <= 365;
}

export function readLogLevel(value: string | null, problem: ReportProblem): LogLevel {
  const level = logLevels.find((known) => known === (value ?? 'info'));
  if (level === undefined) problem('config.log-level-invalid', { value: value ?? '' });
  return level ?? 'info';
}

export function readMasterKey(
  value: string | null,
  required: boolean,
  problem: ReportProblem,
): KeyObject | null {
  if (value === null) {
    if (required) problem('config.master-key-missing');
    return null;
  }
  const bytes = /^[A-Za-z0-9+/]+={0,2}$/.test(value) ? Buffer.from(value, 'base64') : Buffer.alloc(0);
  if (bytes.length !== 32) {
    problem('config.master-key-invalid', { bytes: bytes.length });
    return null;
  }
  return createSecretKey(bytes);
}

const longestReminderDays = 365;

/** Days before an expiry, most first; each once. */
export function readReminderDays(value: string | null, problem: ReportProblem): number[] {
  const parts = (value ?? '60,30,14,7,3,1,0').split(',').map((part) => part.trim());
  const days = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : Number.NaN));
  if (days.every((day) => day <= longestReminderDays) && new Set(days).size === days.length)
    return days.toSorted((one, other) => other - one);
  problem('config.reminder-days-invalid', { value: value ?? '', max: longestReminderDays });
  return [];
}
