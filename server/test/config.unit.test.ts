import { createSecretKey, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configVariables } from '../src/config-variables.ts';
import { readConfig, type Config, type ConfigSecrets } from '../src/config.ts';
import { text } from '../src/messages.ts';
import { makeCertificate } from './support/certificate.ts';

type Environment = Record<string, string | undefined>;

const mail = { KEYTURN_MAIL: 'files' };
const read = (environment: Environment, files: Record<string, string> = {}) =>
  readConfig(
    { ...mail, ...environment },
    (path) => {
      const content = files[path];
      if (content === undefined) throw new Error(`ENOENT: ${path}`);
      return content;
    },
    'serve',
  );

function accepted(environment: Environment, files: Record<string, string> = {}) {
  const result = read(environment, files);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result;
}

const configOf = (environment: Environment, files = {}): Config => accepted(environment, files).config;
const secretsOf = (environment: Environment, files = {}): ConfigSecrets =>
  accepted(environment, files).secrets;

function problemsOf(environment: Environment, files: Record<string, string> = {}): string[] {
  const result = read(environment, files);
  return result.ok ? [] : result.problems;
}

const masterKey = randomBytes(32);

describe('defaults', () => {
  test('nothing but KEYTURN_MAIL=files is needed', () => {
    const { config, secrets, warnings } = accepted({});
    expect(config).toEqual({
      publicUrl: 'http://localhost:3000',
      host: 'localhost',
      port: 3000,
      metricsPort: null,
      dataDirectory: resolve('data'),
      database: 'embedded',
      mail: 'files',
      mailFrom: 'support@localhost',
      tenantId: null,
      tls: null,
      trustProxy: [],
      operatorName: 'Keyturn',
      supportEmail: 'support@localhost',
      apiGuideUrl: 'http://localhost:3000/guide',
      privacyUrl: null,
      timeZone: 'UTC',
      accessTokenTtlSeconds: 3599,
      signingKeyDays: 90,
      maxSecretLifetime: 'P1Y',
      maxValidSecrets: 10,
      applicationNamePattern: 'Partner-{country}-{organisation}-{api}',
      reminderDays: [60, 30, 14, 7, 3, 1, 0],
      stopDelaySeconds: 5,
      workers: 1,
      logLevel: 'info',
    });
    expect(secrets).toEqual({ databaseUrl: null, smtpUrl: null, masterKey: null, tlsKey: null });
    expect(warnings).toEqual([]);
  });

  test('an empty or blank variable counts as left out', () => {
    const blank = Object.fromEntries(
      configVariables
        .filter(({ name }) => name !== 'KEYTURN_MAIL')
        .flatMap(({ name }) => [
          [name, ' \t'],
          [`${name}_FILE`, ''],
        ]),
    );
    expect(configOf(blank)).toEqual(configOf({}));
  });

  test('follow one another: port, public URL, guide, mail sender', () => {
    expect(configOf({ KEYTURN_PORT: '8443' })).toMatchObject({
      publicUrl: 'http://localhost:8443',
      apiGuideUrl: 'http://localhost:8443/guide',
    });
    const url = 'https://credentials.example.org';
    expect(configOf({ KEYTURN_PUBLIC_URL: url }).apiGuideUrl).toBe(`${url}/guide`);
    expect(configOf({ KEYTURN_SUPPORT_EMAIL: 'it@example.org' }).mailFrom).toBe('it@example.org');
  });
});

describe('every variable', () => {
  test.each<[string, string, Partial<Config>]>([
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org', { publicUrl: 'https://a.example.org' }],
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org:8443', { publicUrl: 'https://a.example.org:8443' }],
    ['KEYTURN_PUBLIC_URL', 'http://127.0.0.1:3000', { publicUrl: 'http://127.0.0.1:3000' }],
    ['KEYTURN_PUBLIC_URL', 'http://[::1]:3000', { publicUrl: 'http://[::1]:3000' }],
    ['KEYTURN_HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['KEYTURN_HOST', '::', { host: '::' }],
    ['KEYTURN_HOST', 'a-1.example.org', { host: 'a-1.example.org' }],
    ['KEYTURN_PORT', '1', { port: 1 }],
    ['KEYTURN_PORT', '65535', { port: 65_535 }],
    ['KEYTURN_DATA_DIR', '/var/lib/keyturn', { dataDirectory: '/var/lib/keyturn' }],
    [
      'KEYTURN_TENANT_ID',
      '0A000000-0000-4000-8000-00000000000F',
      { tenantId: '0a000000-0000-4000-8000-00000000000f' },
    ],
    ['KEYTURN_MAIL_FROM', 'Operator <it@example.org>', { mailFrom: 'Operator <it@example.org>' }],
    ['KEYTURN_TRUST_PROXY', '10.0.0.0/8, ::1 ,192.0.2.1', { trustProxy: ['10.0.0.0/8', '::1', '192.0.2.1'] }],
    ['KEYTURN_TRUST_PROXY', 'fd00::/128', { trustProxy: ['fd00::/128'] }],
    ['KEYTURN_OPERATOR_NAME', 'WMDA', { operatorName: 'WMDA' }],
    ['KEYTURN_SUPPORT_EMAIL', 'it@example.org', { supportEmail: 'it@example.org' }],
    ['KEYTURN_API_GUIDE_URL', 'https://example.org/a#b', { apiGuideUrl: 'https://example.org/a#b' }],
    [
      'KEYTURN_PRIVACY_URL',
      'https://example.org/privacy?v=1#a',
      { privacyUrl: 'https://example.org/privacy?v=1#a' },
    ],
    ['KEYTURN_TIME_ZONE', 'Europe/Amsterdam', { timeZone: 'Europe/Amsterdam' }],
    ['KEYTURN_TIME_ZONE', 'America/Argentina/Ushuaia', { timeZone: 'America/Argentina/Ushuaia' }],
    ['KEYTURN_STOP_DELAY_SECONDS', '0', { stopDelaySeconds: 0 }],
    ['KEYTURN_STOP_DELAY_SECONDS', '60', { stopDelaySeconds: 60 }],
    ['KEYTURN_WORKERS', '1', { workers: 1 }],
    ['KEYTURN_SIGNING_KEY_DAYS', '3', { signingKeyDays: 3 }],
    ['KEYTURN_SIGNING_KEY_DAYS', '730', { signingKeyDays: 730 }],
    ['KEYTURN_ACCESS_TOKEN_TTL_SECONDS', '60', { accessTokenTtlSeconds: 60 }],
    ['KEYTURN_ACCESS_TOKEN_TTL_SECONDS', '86400', { accessTokenTtlSeconds: 86_400 }],
    ['KEYTURN_MAX_VALID_SECRETS', '2', { maxValidSecrets: 2 }],
    ['KEYTURN_MAX_VALID_SECRETS', '100', { maxValidSecrets: 100 }],
    [
      'KEYTURN_APPLICATION_NAME_PATTERN',
      '{api}x{organisation}-{country}',
      { applicationNamePattern: '{api}x{organisation}-{country}' },
    ],
    ['KEYTURN_LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ])('%s=%s is taken', (name, value, expected) => {
    expect(configOf({ [name]: value })).toMatchObject(expected);
    expect(configOf({ [name]: ` ${value}\n` })).toMatchObject(expected);
  });

  test.each(['P1Y', 'P180D', 'P365D', 'P12M', 'P52W', 'P6M2W1D', 'P2D'])(
    'KEYTURN_MAX_SECRET_LIFETIME=%s is taken: whole days, at most a year',
    (value) => {
      expect(configOf({ KEYTURN_MAX_SECRET_LIFETIME: value }).maxSecretLifetime).toBe(value);
    },
  );

  test.each([
    ['KEYTURN_PUBLIC_URL', 'credentials.example.org', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org/', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org/path', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org?q', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org#f', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://user:pass@a.example.org', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://a.example.org:443', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'https://A.example.org', 'config.public-url-invalid'],
    ['KEYTURN_PUBLIC_URL', 'http://a.example.org', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'http://192.168.0.1', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'http://localhost.example.org', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'http://127.0.0.1.example.org', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'ftp://localhost', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'http://0.0.0.0', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'http://128.0.0.1', 'config.public-url-http'],
    ['KEYTURN_PUBLIC_URL', 'http://[::]', 'config.public-url-http'],
    ['KEYTURN_HOST', 'a b', 'config.host-invalid'],
    ['KEYTURN_HOST', 'https://a', 'config.host-invalid'],
    ['KEYTURN_HOST', '-a', 'config.host-invalid'],
    ['KEYTURN_PORT', '0', 'config.port-invalid'],
    ['KEYTURN_PORT', '65536', 'config.port-invalid'],
    ['KEYTURN_PORT', '3000.5', 'config.port-invalid'],
    ['KEYTURN_PORT', '-1', 'config.port-invalid'],
    ['KEYTURN_PORT', '0x10', 'config.port-invalid'],
    ['KEYTURN_PORT', '1e3', 'config.port-invalid'],
    ['KEYTURN_MAIL', 'smtp', 'config.mail-invalid'],
    ['KEYTURN_MAIL_FROM', 'Operator', 'config.mail-from-invalid'],
    ['KEYTURN_MAIL_FROM', 'Operator <>', 'config.mail-from-invalid'],
    ['KEYTURN_MAIL_FROM', 'A <a@example.org> <b@example.org>', 'config.mail-from-invalid'],
    ['KEYTURN_MAIL_FROM', 'A\r\nBcc: b@example.org <a@example.org>', 'config.mail-from-invalid'],
    ['KEYTURN_TENANT_ID', 'tenant', 'config.tenant-id-invalid'],
    ['KEYTURN_TENANT_ID', '{0a000000-0000-4000-8000-000000000000}', 'config.tenant-id-invalid'],
    ['KEYTURN_TRUST_PROXY', 'true', 'config.trust-proxy-invalid'],
    ['KEYTURN_TRUST_PROXY', '10.0.0.0/33', 'config.trust-proxy-invalid'],
    ['KEYTURN_TRUST_PROXY', '::1/129', 'config.trust-proxy-invalid'],
    ['KEYTURN_TRUST_PROXY', '10.0.0.0/', 'config.trust-proxy-invalid'],
    ['KEYTURN_TRUST_PROXY', '10.0.0.0/8/8', 'config.trust-proxy-invalid'],
    ['KEYTURN_TRUST_PROXY', '10.0.0.256', 'config.trust-proxy-invalid'],
    ['KEYTURN_SUPPORT_EMAIL', 'support', 'config.support-email-invalid'],
    ['KEYTURN_API_GUIDE_URL', '/guide', 'config.api-guide-url-invalid'],
    ['KEYTURN_API_GUIDE_URL', 'javascript:alert(1)', 'config.api-guide-url-invalid'],
    ['KEYTURN_PRIVACY_URL', '/privacy', 'config.privacy-url-invalid'],
    ['KEYTURN_PRIVACY_URL', 'http://example.org/privacy', 'config.privacy-url-invalid'],
    ['KEYTURN_PRIVACY_URL', 'javascript:alert(1)', 'config.privacy-url-invalid'],
    ['KEYTURN_TIME_ZONE', 'Mars/Phobos', 'config.time-zone-invalid'],
    ['KEYTURN_TIME_ZONE', '+02:00', 'config.time-zone-invalid'],
    ['KEYTURN_TIME_ZONE', '-0200', 'config.time-zone-invalid'],
    ['KEYTURN_TIME_ZONE', 'Europe', 'config.time-zone-invalid'],
    ['KEYTURN_STOP_DELAY_SECONDS', '61', 'config.stop-delay-invalid'],
    ['KEYTURN_STOP_DELAY_SECONDS', '-1', 'config.stop-delay-invalid'],
    ['KEYTURN_WORKERS', '0', 'config.workers-invalid'],
    ['KEYTURN_WORKERS', '65', 'config.workers-invalid'],
    ['KEYTURN_WORKERS', '2', 'config.workers-embedded'],
    ['KEYTURN_SIGNING_KEY_DAYS', '2', 'config.signing-key-days-invalid'],
    ['KEYTURN_SIGNING_KEY_DAYS', '731', 'config.signing-key-days-invalid'],
    ['KEYTURN_ACCESS_TOKEN_TTL_SECONDS', '59', 'config.token-ttl-invalid'],
    ['KEYTURN_ACCESS_TOKEN_TTL_SECONDS', '86401', 'config.token-ttl-invalid'],
    ['KEYTURN_ACCESS_TOKEN_TTL_SECONDS', '1h', 'config.token-ttl-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', '365', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', 'P366D', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', 'P1Y1D', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', 'P1D', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', 'PT720H', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', 'P30DT1H', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_SECRET_LIFETIME', '-P30D', 'config.max-secret-lifetime-invalid'],
    ['KEYTURN_MAX_VALID_SECRETS', '1', 'config.max-valid-secrets-invalid'],
    ['KEYTURN_MAX_VALID_SECRETS', '101', 'config.max-valid-secrets-invalid'],
    ['KEYTURN_APPLICATION_NAME_PATTERN', 'Partner', 'config.name-pattern-invalid'],
    ['KEYTURN_APPLICATION_NAME_PATTERN', '{country}-{organisation}', 'config.name-pattern-invalid'],
    ['KEYTURN_APPLICATION_NAME_PATTERN', '{country}{organisation}{api}', 'config.name-pattern-invalid'],
    [
      'KEYTURN_APPLICATION_NAME_PATTERN',
      '{country}-{country}-{organisation}-{api}',
      'config.name-pattern-invalid',
    ],
    ['KEYTURN_APPLICATION_NAME_PATTERN', '{country} {organisation} {api}', 'config.name-pattern-invalid'],
    [
      'KEYTURN_APPLICATION_NAME_PATTERN',
      '{country}-{organisation}-{api}-{env}',
      'config.name-pattern-invalid',
    ],
    ['KEYTURN_LOG_LEVEL', 'verbose', 'config.log-level-invalid'],
    ['KEYTURN_LOG_LEVEL', 'INFO', 'config.log-level-invalid'],
  ] as const)('%s=%j is refused, by its name and value', (name, value, key) => {
    expect(problemsOf({ [name]: value })).toEqual([text(key, { value })]);
    expect(text(key, { value })).toContain(name);
  });

  test('each is read from the file that its _FILE variable names, trimmed', () => {
    const values: Environment = {
      KEYTURN_PUBLIC_URL: 'https://a.example.org',
      KEYTURN_PORT: '8443',
      KEYTURN_DATABASE_URL: 'postgres://u:p@db/keyturn',
      KEYTURN_MASTER_KEY: masterKey.toString('base64'),
      KEYTURN_SMTP_URL: 'smtps://u:p@mail.example.org',
      KEYTURN_OPERATOR_NAME: 'WMDA',
    };
    const files = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`/run/${name}`, `${value}\n`]),
    );
    const named = Object.fromEntries(Object.keys(values).map((name) => [`${name}_FILE`, `/run/${name}`]));
    const [byValue, byFile] = [
      accepted({ ...values, KEYTURN_MAIL: '' }),
      accepted({ ...named, KEYTURN_MAIL: '' }, files),
    ];
    expect(byFile).toEqual(byValue);
    expect(byFile.config.operatorName).toBe('WMDA');
    expect(byFile.secrets.databaseUrl).toBe('postgres://u:p@db/keyturn');
  });

  test.each(configVariables.map(({ name }) => name))(
    '%s and its _FILE together are refused, and so is a file that cannot be read',
    (name) => {
      const both = problemsOf({ [name]: 'x', [`${name}_FILE`]: '/x' }, { '/x': 'x' });
      expect(both).toContain(text('config.both-value-and-file', { name }));
      const unreadable = text('config.file-unreadable', { name, path: '/gone', reason: 'ENOENT: /gone' });
      expect(problemsOf({ [name]: '', [`${name}_FILE`]: '/gone' })).toContain(unreadable);
    },
  );
});

describe('the database and its key', () => {
  const postgres = 'postgres://keyturn:pa55@db.example.org:5432/keyturn';

  test('a PostgreSQL URL needs a master key; the embedded database does not', () => {
    expect(problemsOf({ KEYTURN_DATABASE_URL: postgres })).toEqual([text('config.master-key-missing')]);
    const environment = { KEYTURN_DATABASE_URL: postgres, KEYTURN_MASTER_KEY: masterKey.toString('base64') };
    expect(configOf(environment).database).toBe('postgres');
    const secrets = secretsOf(environment);
    expect(secrets.databaseUrl).toBe(postgres);
    expect(secrets.masterKey?.equals(createSecretKey(masterKey))).toBe(true);
    expect(configOf({ KEYTURN_MASTER_KEY: masterKey.toString('base64') }).database).toBe('embedded');
  });

  test.each([
    'u:pa55@db.example.org',
    'mysql://u:pa55@db/keyturn',
    'https://u:pa55@db/keyturn',
    'postgres://',
    'pa55',
  ])(
    '%s is no PostgreSQL URL, and the message does not repeat it: it may hold a password',
    (KEYTURN_DATABASE_URL) => {
      const KEYTURN_MASTER_KEY = masterKey.toString('base64');
      const problems = problemsOf({ KEYTURN_DATABASE_URL, KEYTURN_MASTER_KEY });
      expect(problems).toEqual([text('config.database-url-invalid')]);
      expect(problems.join()).not.toContain('pa55');
    },
  );

  test.each([
    [randomBytes(31).toString('base64'), 31],
    [randomBytes(33).toString('base64'), 33],
    [masterKey.toString('hex'), 48],
    ['not base64!', 0],
    [`-_${masterKey.toString('base64').slice(2)}`, 0],
    ['AAAA', 3],
  ])('a master key that is not 32 bytes in base64 is refused, without repeating it', (value, bytes) => {
    const problems = problemsOf({ KEYTURN_MASTER_KEY: value });
    expect(problems).toEqual([text('config.master-key-invalid', { bytes })]);
    expect(problems[0]).not.toContain(value);
  });
});

describe('mail', () => {
  test('serve needs a mail server or KEYTURN_MAIL=files, not both; other commands need neither', () => {
    expect(problemsOf({ KEYTURN_MAIL: '' })).toEqual([text('config.mail-missing')]);
    const smtp = 'smtp://mail.example.org';
    expect(problemsOf({ KEYTURN_SMTP_URL: smtp })).toEqual([text('config.mail-both')]);
    expect(configOf({ KEYTURN_SMTP_URL: smtp, KEYTURN_MAIL: '' }).mail).toBe('smtp');
    const command = readConfig({}, () => '', 'command');
    expect(command.ok && command.config.mail).toBe('none');
  });

  test.each(['mail.example.org', 'http://mail.example.org', 'smtp://'])('%s is no mail server', (url) => {
    expect(problemsOf({ KEYTURN_SMTP_URL: url, KEYTURN_MAIL: '' })).toEqual([
      text('config.smtp-url-invalid'),
    ]);
  });
});

describe('TLS', async () => {
  const { cert, key } = await makeCertificate();
  const other = await makeCertificate();
  const problemOf = (environment: Environment): string => {
    const [problem = 'none', ...more] = problemsOf(environment);
    expect(more).toEqual([]);
    return problem;
  };

  test('a certificate with its key makes Keyturn speak https', () => {
    const { config, secrets, warnings } = accepted(
      { KEYTURN_TLS_CERT_FILE: '/cert', KEYTURN_TLS_KEY_FILE: '/key' },
      { '/cert': cert, '/key': key },
    );
    expect(config.tls).toEqual({ cert: cert.trim(), files: { cert: '/cert', key: '/key' } });
    expect(secrets.tlsKey).toBe(key.trim());
    expect(config.publicUrl).toBe('https://localhost:3000');
    expect(warnings).toEqual([]);
    const byValue = configOf({ KEYTURN_TLS_CERT: cert, KEYTURN_TLS_KEY: key });
    expect(byValue.tls).toEqual({ cert: cert.trim(), files: null });
  });

  test('a certificate is followed by those that lead to its root', () => {
    expect(problemsOf({ KEYTURN_TLS_CERT: cert + other.cert, KEYTURN_TLS_KEY: key })).toEqual([]);
  });

  test('one without the other is refused', () => {
    for (const environment of [{ KEYTURN_TLS_CERT: cert }, { KEYTURN_TLS_KEY: key }])
      expect(problemsOf(environment)).toEqual([text('config.tls-incomplete')]);
  });

  test('what is no certificate, no key, or another’s key is refused, each by its name', () => {
    expect(problemOf({ KEYTURN_TLS_CERT: 'x', KEYTURN_TLS_KEY: key })).toMatch(
      /^KEYTURN_TLS_CERT_FILE does not hold a certificate in PEM/,
    );
    // Mixed up.
    expect(problemOf({ KEYTURN_TLS_CERT: key, KEYTURN_TLS_KEY: cert })).toMatch(/^KEYTURN_TLS_CERT_FILE/);
    expect(problemOf({ KEYTURN_TLS_CERT: cert, KEYTURN_TLS_KEY: 'x' })).toMatch(
      /^KEYTURN_TLS_KEY_FILE does not hold a private key in PEM without a passphrase \(.+\)\.$/,
    );
    for (const mixed of [
      { KEYTURN_TLS_CERT: cert, KEYTURN_TLS_KEY: other.key },
      { KEYTURN_TLS_CERT: other.cert + cert, KEYTURN_TLS_KEY: key },
    ])
      expect(problemOf(mixed)).toBe(
        text('config.tls-key-foreign', {
          subject: 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
        }),
      );
  });

  test('one that expired, or is not valid yet, is refused with the instant', async () => {
    const yesterday = new Date('2026-01-02T00:00:00.000Z');
    const expired = await makeCertificate({
      notBefore: new Date('2025-01-01T00:00:00Z'),
      notAfter: yesterday,
    });
    expect(problemOf({ KEYTURN_TLS_CERT: expired.cert, KEYTURN_TLS_KEY: expired.key })).toBe(
      text('config.tls-expired', { at: yesterday.toISOString() }),
    );
    const later = new Date('2100-01-01T00:00:00.000Z');
    const early = await makeCertificate({ notBefore: later, notAfter: new Date('2101-01-01T00:00:00Z') });
    expect(problemOf({ KEYTURN_TLS_CERT: early.cert, KEYTURN_TLS_KEY: early.key })).toBe(
      text('config.tls-not-yet-valid', { at: later.toISOString() }),
    );
  });

  test('one for another host than the public URL’s is warned of: a proxy may ask for that other one', async () => {
    const inner = await makeCertificate({ hosts: ['keyturn.internal.example.org', '192.0.2.7'] });
    const tls = { KEYTURN_TLS_CERT: inner.cert, KEYTURN_TLS_KEY: inner.key };
    const warningsFor = (url: string) => accepted({ ...tls, KEYTURN_PUBLIC_URL: url }).warnings;
    expect(warningsFor('https://credentials.example.org')).toEqual([
      text('config.tls-host', { host: 'credentials.example.org' }),
    ]);
    expect(warningsFor('https://keyturn.internal.example.org')).toEqual([]);
    expect(warningsFor('https://192.0.2.7')).toEqual([]);
  });
});

describe('all of it', () => {
  test('every problem is listed at once', () => {
    const problems = problemsOf({
      KEYTURN_PORT: 'x',
      KEYTURN_PUBLIC_URL: 'http://a.example.org',
      KEYTURN_DATABASE_URL: 'x',
      KEYTURN_MAIL: '',
      KEYTURN_TIME_ZONE: 'x',
      KEYTURN_TRUST_PROXY: 'x, y',
      KEYTURN_LOG_LEVEL: 'x',
      KEYTURN_TENANT_ID_FILE: '/gone',
    });
    expect(problems.toSorted()).toEqual(
      [
        text('config.port-invalid', { value: 'x' }),
        text('config.public-url-http', { value: 'http://a.example.org' }),
        text('config.database-url-invalid'),
        text('config.mail-missing'),
        text('config.time-zone-invalid', { value: 'x' }),
        text('config.trust-proxy-invalid', { value: 'x' }),
        text('config.trust-proxy-invalid', { value: 'y' }),
        text('config.log-level-invalid', { value: 'x' }),
        text('config.file-unreadable', { name: 'KEYTURN_TENANT_ID', path: '/gone', reason: 'ENOENT: /gone' }),
        text('config.master-key-missing'),
      ].toSorted(),
    );
  });

  test('secrets never get into the part that may be logged', async () => {
    const { cert, key } = await makeCertificate();
    const { config, secrets } = accepted({
      KEYTURN_MAIL: '',
      KEYTURN_DATABASE_URL: 'postgres://u:database-pa55@db/keyturn',
      KEYTURN_SMTP_URL: 'smtp://u:mail-pa55@mail.example.org',
      KEYTURN_MASTER_KEY: masterKey.toString('base64'),
      KEYTURN_TLS_CERT: cert,
      KEYTURN_TLS_KEY: key,
    });
    const logged = JSON.stringify(config);
    for (const secret of ['pa55', masterKey.toString('base64'), 'PRIVATE KEY', key.split('\n')[1] ?? ''])
      expect(logged).not.toContain(secret);
    expect(logged).toContain('BEGIN CERTIFICATE');
    expect(secrets.databaseUrl).toContain('database-pa55');
    expect(secrets.smtpUrl).toContain('mail-pa55');
  });

  test('an unknown KEYTURN_ variable is warned of, and nothing else is', () => {
    const { warnings } = accepted({
      KEYTURN_PUBLIC_ULR: 'x',
      KEYTURN_PORT_FILE: '',
      KEYTURN_TEST_DATABASE_URL: 'x',
      keyturn_port: 'x',
      PATH: 'x',
    });
    expect(warnings).toEqual([text('config.unknown', { name: 'KEYTURN_PUBLIC_ULR' })]);
  });
});
