/** Problems that `keyturn serve` lists before it refuses to start. */
export const configMessages = {
  'config.refused':
    '{count, plural, one {Keyturn cannot start: the configuration has a problem.} other {Keyturn cannot start: the configuration has # problems.}}',
  'config.both-value-and-file': '{name} and {name}_FILE are both set: keep one of them.',
  'config.file-unreadable': '{name}_FILE names {path}, which cannot be read ({reason}).',
  'config.unknown': '{name} is set, but this version of Keyturn does not know it: check the spelling.',
  'config.public-url-invalid':
    'KEYTURN_PUBLIC_URL must be an address without path, query or trailing slash, for example https://credentials.example.org; it is {value}.',
  'config.public-url-http':
    'KEYTURN_PUBLIC_URL must begin with https://, because client secrets travel to it; only http://localhost is allowed without. It is {value}.',
  'config.metrics-port-invalid': 'KEYTURN_METRICS_PORT must be a port from 1 to 65535; it is {value}.',
  'config.port-invalid': 'KEYTURN_PORT must be a whole number from 1 to 65535; it is {value}.',
  'config.host-invalid': 'KEYTURN_HOST must be a host name or an IP address; it is {value}.',
  'config.database-url-invalid':
    'KEYTURN_DATABASE_URL must begin with postgres:// or postgresql:// and name a host. Leave it out to use the embedded database.',
  'config.mail-missing':
    'KEYTURN_SMTP_URL is not set: nobody would be warned before a client secret expires. Set it, or set KEYTURN_MAIL=files to keep mails in the database and as files.',
  'config.mail-invalid': 'KEYTURN_MAIL must be files or left out; it is {value}.',
  'config.mail-both': 'KEYTURN_SMTP_URL and KEYTURN_MAIL=files are both set: keep one of them.',
  'config.smtp-url-invalid': 'KEYTURN_SMTP_URL must begin with smtp:// or smtps:// and name a host.',
  'config.master-key-missing':
    'KEYTURN_MASTER_KEY is not set. It encrypts signing keys in the database. Generate one with "openssl rand -base64 32", keep it where backups of the database are not, and set it on every server.',
  'config.master-key-invalid': 'KEYTURN_MASTER_KEY must be 32 bytes in base64; it decodes to {bytes}.',
  'config.tenant-id-invalid': 'KEYTURN_TENANT_ID must be a UUID; it is {value}.',
  'config.tls-incomplete': 'KEYTURN_TLS_CERT_FILE and KEYTURN_TLS_KEY_FILE go together: set both or neither.',
  'config.tls-cert-invalid':
    'KEYTURN_TLS_CERT_FILE does not hold a certificate in PEM that can be served ({reason}). It begins with "-----BEGIN CERTIFICATE-----": first the server’s own, then those that lead to its root.',
  'config.tls-key-invalid':
    'KEYTURN_TLS_KEY_FILE does not hold a private key in PEM without a passphrase ({reason}).',
  'config.tls-key-foreign':
    'The key in KEYTURN_TLS_KEY_FILE is not that of the first certificate in KEYTURN_TLS_CERT_FILE ({subject}). Name the two that were made together, and put the server’s own certificate first.',
  'config.tls-expired':
    'The certificate in KEYTURN_TLS_CERT_FILE expired at {at}; no client accepts it. Renew it.',
  'config.tls-not-yet-valid':
    'The certificate in KEYTURN_TLS_CERT_FILE is valid from {at} on only. Check the clock of this machine.',
  'config.tls-host':
    'The certificate in KEYTURN_TLS_CERT_FILE is not for {host}, the host of KEYTURN_PUBLIC_URL: clients that connect to Keyturn by that name refuse it.',
  'config.tls-kept': 'The renewed certificate is not used, and the present one goes on: {problem}',
  'config.tls-renewed': 'The certificate was renewed: connections from now on get the new one.',
  'config.trust-proxy-invalid':
    'KEYTURN_TRUST_PROXY must list IP addresses or networks, separated by commas, for example 10.0.0.0/8; {value} is none.',
  'config.support-email-invalid': 'KEYTURN_SUPPORT_EMAIL must be an e-mail address; it is {value}.',
  'config.mail-from-invalid':
    'KEYTURN_MAIL_FROM must be an e-mail address, or a name with one in angle brackets; it is {value}.',
  'config.api-guide-url-invalid': 'KEYTURN_API_GUIDE_URL must be an http or https address; it is {value}.',
  'config.privacy-url-invalid': 'KEYTURN_PRIVACY_URL must be an https address; it is {value}.',
  'config.time-zone-invalid':
    'KEYTURN_TIME_ZONE must be an IANA time zone, for example Europe/Amsterdam; it is {value}.',
  'config.token-ttl-invalid':
    'KEYTURN_ACCESS_TOKEN_TTL_SECONDS must be a whole number from 60 to 86400; it is {value}.',
  'config.signing-key-days-invalid':
    'KEYTURN_SIGNING_KEY_DAYS must be a whole number from 3 to 730; it is {value}.',
  'config.max-secret-lifetime-invalid':
    'KEYTURN_MAX_SECRET_LIFETIME must be an ISO 8601 duration of whole years, months, weeks and days, at least two days and at most one year, for example P1Y or P180D; it is {value}.',
  'config.max-valid-secrets-invalid':
    'KEYTURN_MAX_VALID_SECRETS must be a whole number from 2 to 100, so that a rotation can overlap; it is {value}.',
  'config.name-pattern-invalid':
    "KEYTURN_APPLICATION_NAME_PATTERN must contain '{country}', '{organisation}' and '{api}' once each, and otherwise letters, digits and hyphens; it is {value}.",
  'config.reminder-days-invalid':
    'KEYTURN_REMINDER_DAYS must be whole numbers from 0 to {max}, each once, by commas; it is {value}.',
  'config.stop-delay-invalid':
    'KEYTURN_STOP_DELAY_SECONDS must be a whole number from 0 to 60; it is {value}.',
  'config.workers-invalid': 'KEYTURN_WORKERS must be a whole number from 1 to 64; it is {value}.',
  'config.workers-embedded':
    'KEYTURN_WORKERS can be more than 1 only with PostgreSQL: the embedded database belongs to one process. Set KEYTURN_DATABASE_URL, or leave KEYTURN_WORKERS out.',
  'config.log-level-invalid':
    'KEYTURN_LOG_LEVEL must be one of fatal, error, warn, info, debug, trace or silent; it is {value}.',

  'config.master-key-wrong':
    'KEYTURN_MASTER_KEY is not the key that this database was written with, so its signing keys cannot be decrypted. Set the earlier key.',
  'config.tenant-id-changed':
    'KEYTURN_TENANT_ID is {configured}, but this database was first started with {stored}. The tenant ID never changes, because members’ systems carry it in their token URL: set it back or leave it out.',
  'config.demo-database':
    'This database holds the demo’s sample federation, whose credentials lie readable in demo.json. Use another KEYTURN_DATA_DIR or KEYTURN_DATABASE_URL.',
  'config.production-database':
    'The directory {directory} holds real data, not the demo’s. The demo does not touch it: set KEYTURN_DATA_DIR to another directory.',
  'config.database-unreachable':
    'The database cannot be reached: {reason}. Check KEYTURN_DATABASE_URL and that the server runs.',
  'config.database-too-old': 'PostgreSQL {found} is too old: Keyturn needs 15 or newer.',
  'config.schema-newer':
    'This database was written by a newer Keyturn (it has the migration {migration}). Start that version, or restore a backup from before.',
  'config.data-directory-path-long':
    'The path of the data directory is too long for the command socket: {bytes} bytes with keyturn.sock, at most {max} are possible. Set KEYTURN_DATA_DIR to a shorter path.',
  'config.port-busy':
    'Port {port} is in use by another program. Stop that program, or set KEYTURN_PORT to another port.',
  'config.address-unavailable': 'Keyturn cannot listen on {host}, port {port}: {reason}.',
} as const;
