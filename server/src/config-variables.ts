/** One environment variable of Keyturn, as documented in the generated table of docs/configuration.md. */
export type ConfigVariable = { name: string; default: string; description: string };

/** Every environment variable that `readConfig` reads; each also as `<NAME>_FILE`, which names a file to read. */
export const configVariables = [
  {
    name: 'KEYTURN_PUBLIC_URL',
    default: 'http://localhost:<port>',
    description: 'Issuer of tokens and base of every link; https, without path, query or trailing slash',
  },
  {
    name: 'KEYTURN_HOST',
    default: 'localhost',
    description: 'Address to listen on; localhost listens on IPv4 and IPv6 loopback',
  },
  { name: 'KEYTURN_PORT', default: '3000', description: 'Port to listen on' },
  {
    name: 'KEYTURN_METRICS_PORT',
    default: 'none',
    description:
      'Port of GET /metrics for Prometheus, on the same address; it names applications and has no sign-in',
  },
  {
    name: 'KEYTURN_DATABASE_URL',
    default: 'the embedded database',
    description: 'PostgreSQL 15 or newer: postgres://user:password@host:port/database',
  },
  {
    name: 'KEYTURN_DATA_DIR',
    default: './data',
    description: 'Directory of the embedded database, its lock and its command socket',
  },
  {
    name: 'KEYTURN_MASTER_KEY',
    default: 'embedded database: generated into the data directory',
    description: '32 bytes in base64; encrypts signing keys at rest. Required with PostgreSQL',
  },
  {
    name: 'KEYTURN_TENANT_ID',
    default: 'generated at the first start',
    description: 'UUID in the members’ token URL; fixed after the first start',
  },
  {
    name: 'KEYTURN_SMTP_URL',
    default: 'none',
    description: 'Mail server: smtp://… or smtps://…; without it serve starts only with KEYTURN_MAIL=files',
  },
  {
    name: 'KEYTURN_MAIL',
    default: 'none',
    description: 'files: mails are kept in the database and as .eml files, and nobody receives them',
  },
  {
    name: 'KEYTURN_MAIL_FROM',
    default: 'KEYTURN_SUPPORT_EMAIL',
    description: 'Sender of mails: an address, or a name with an address in angle brackets',
  },
  {
    name: 'KEYTURN_TLS_CERT',
    default: 'none',
    description:
      'Certificate chain in PEM, usually as KEYTURN_TLS_CERT_FILE, which is read anew when it changes; Keyturn itself then speaks https',
  },
  {
    name: 'KEYTURN_TLS_KEY',
    default: 'none',
    description: 'Private key of that certificate in PEM, usually as KEYTURN_TLS_KEY_FILE',
  },
  {
    name: 'KEYTURN_TRUST_PROXY',
    default: 'none',
    description: 'Addresses or networks of reverse proxies whose X-Forwarded-For is believed, by commas',
  },
  { name: 'KEYTURN_OPERATOR_NAME', default: 'Keyturn', description: 'Name of the federation’s operator' },
  {
    name: 'KEYTURN_SUPPORT_EMAIL',
    default: 'support@localhost',
    description: 'Whom people are told to ask',
  },
  {
    name: 'KEYTURN_API_GUIDE_URL',
    default: '<public URL>/guide',
    description: 'The operator’s API authentication guide, linked from errors, pages and mails',
  },
  {
    name: 'KEYTURN_PRIVACY_URL',
    default: 'none',
    description: 'The operator’s privacy notice (https), linked at the end of every page',
  },
  { name: 'KEYTURN_TIME_ZONE', default: 'UTC', description: 'Time zone of the operator (IANA)' },
  {
    name: 'KEYTURN_ACCESS_TOKEN_TTL_SECONDS',
    default: '3599',
    description: 'Lifetime of access tokens, for APIs that state none of their own',
  },
  {
    name: 'KEYTURN_SIGNING_KEY_DAYS',
    default: '90',
    description: 'How many days a signing key signs before the next one follows by itself: 3 to 730',
  },
  {
    name: 'KEYTURN_MAX_SECRET_LIFETIME',
    default: 'P1Y',
    description: 'Longest lifetime of a client secret, an ISO 8601 duration',
  },
  {
    name: 'KEYTURN_MAX_VALID_SECRETS',
    default: '10',
    description: 'How many client secrets of one application may be valid at once',
  },
  {
    name: 'KEYTURN_APPLICATION_NAME_PATTERN',
    default: 'Partner-{country}-{organisation}-{api}',
    description: 'Pattern of application names',
  },
  {
    name: 'KEYTURN_REMINDER_DAYS',
    default: '60,30,14,7,3,1,0',
    description:
      'Days before the expiry of a client secret on which its managers are reminded; 0: once it has expired',
  },
  {
    name: 'KEYTURN_STOP_DELAY_SECONDS',
    default: '5',
    description:
      'How long a server that stops goes on answering while /readyz says 503, where something asks /readyz',
  },
  {
    name: 'KEYTURN_WORKERS',
    default: '1',
    description:
      'How many processes serve answers requests with, on one port: 1 to 64; more than one needs PostgreSQL',
  },
  {
    name: 'KEYTURN_LOG_LEVEL',
    default: 'info',
    description: 'fatal, error, warn, info, debug, trace or silent',
  },
] as const satisfies readonly ConfigVariable[];

export type ConfigName = (typeof configVariables)[number]['name'];
