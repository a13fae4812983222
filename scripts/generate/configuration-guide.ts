import { configVariables, type ConfigVariable } from '../../server/src/config-variables.ts';

/** docs/configuration.md: a row for every environment variable, between the prose below. */
export const configurationGuide = (): string => [before, table(configVariables), after].join('\n');

const table = (variables: readonly ConfigVariable[]): string =>
  [
    '| Variable | Default | Meaning |',
    '|---|---|---|',
    ...variables.map(
      ({ name, default: fallback, description }) =>
        `| \`${name}\` | ${describeDefault(fallback)} | ${markCode(description)} |`,
    ),
  ].join('\n');

/** A value that somebody could set is code; words that say what happens are prose. */
const describeDefault = (fallback: string): string =>
  fallback === 'none' || (fallback.includes(' ') && !fallback.includes('<')) ? fallback : `\`${fallback}\``;

/** Names of variables and addresses inside of a sentence. */
const markCode = (sentence: string): string =>
  sentence.replace(/KEYTURN_[A-Z_]+(=[a-z]+)?|[a-z]+:\/\/[^\s,;]+|X-[A-Za-z-]+/g, '`$&`');

const before = `<!-- Made by scripts/generate.ts from server/src/config-variables.ts: change it there, then run npm run generate. -->

# Configuration

Keyturn is configured by environment variables.

Six of them are only where it begins: an operator can save another value in the console, under Settings, and what is
[saved there wins](#what-the-console-can-change), on every server and without a restart.

- Each variable below also exists with \`_FILE\` at its end. It then names a file whose content is the value, without
  the white space around it: \`KEYTURN_MASTER_KEY_FILE=/run/secrets/master-key\`. Setting both forms is an error.
- An empty variable counts as left out.
- Every command checks all values before it does anything, lists every problem it finds, and ends with code 1.
  A variable that begins with \`KEYTURN_\` and is not known is only warned of.
- \`keyturn demo\` reads \`KEYTURN_DATA_DIR\`, \`KEYTURN_PORT\` and \`KEYTURN_LOG_LEVEL\`. It sets everything else itself.

[operators.md](operators.md) shows them at work.
`;

const after = `
## What a value may be

| Variable | Values |
|---|---|
| \`KEYTURN_PUBLIC_URL\` | \`https://host\` or \`https://host:port\`; with \`http://\` only \`localhost\`, \`127.…\` and \`[::1]\` |
| \`KEYTURN_MASTER_KEY\` | 32 bytes in base64: \`openssl rand -base64 32\` makes them |
| \`KEYTURN_ACCESS_TOKEN_TTL_SECONDS\` | 60 to 86400; tokens for the portal API last 300 seconds in any case |
| \`KEYTURN_SIGNING_KEY_DAYS\` | 3 to 730; the next key is published one day before it signs, at least |
| \`KEYTURN_STOP_DELAY_SECONDS\` | 0 to 60; see [Health](operators.md#health) |
| \`KEYTURN_MAX_SECRET_LIFETIME\` | whole years, months, weeks and days; from two days to a year: \`P1Y\`, \`P6M\`, \`P180D\` |
| \`KEYTURN_MAX_VALID_SECRETS\` | 2 to 100; a rotation needs two |
| \`KEYTURN_APPLICATION_NAME_PATTERN\` | \`{country}\`, \`{organisation}\` and \`{api}\` once each, besides letters, digits and hyphens |
| \`KEYTURN_TRUST_PROXY\` | addresses and networks: \`10.0.0.5, 192.168.0.0/16\` |
| \`KEYTURN_TIME_ZONE\` | a name of the IANA database: \`Europe/Amsterdam\` |

## What the console can change

| Variable | In the console |
|---|---|
| \`KEYTURN_OPERATOR_NAME\` | name |
| \`KEYTURN_SUPPORT_EMAIL\` | support address |
| \`KEYTURN_TIME_ZONE\` | time zone |
| \`KEYTURN_PRIVACY_URL\` | privacy address |
| \`KEYTURN_API_GUIDE_URL\` | guide |
| \`KEYTURN_APPLICATION_NAME_PATTERN\` | naming pattern |

A value that is saved holds whatever the variable says, also after a restart, until an operator resets it in the console.
A change takes effect at once; other servers on the same PostgreSQL follow within seconds. The sender of mails is always
\`KEYTURN_MAIL_FROM\`, or else \`KEYTURN_SUPPORT_EMAIL\` of the environment: it has to fit the mail server. The logo and the terms of
use exist in the console alone.

## What can be changed later

| Variable | Later |
|---|---|
| \`KEYTURN_TENANT_ID\` | never: it is kept at the first start, and another value is refused |
| \`KEYTURN_MASTER_KEY\` | never: without the first key the database cannot be opened; another one is refused |
| \`KEYTURN_PUBLIC_URL\` | possible, but every access token issued before becomes invalid, and APIs have to expect the new issuer |
| \`KEYTURN_OPERATOR_NAME\`, \`KEYTURN_TIME_ZONE\` | the operator's own organisation keeps what the first start gave it; texts use the new name. Saved in the console, they change both |
| \`KEYTURN_MAX_SECRET_LIFETIME\`, \`KEYTURN_MAX_VALID_SECRETS\` | any time; they apply to client secrets created from then on |
| \`KEYTURN_APPLICATION_NAME_PATTERN\` | any time; names that exist stay as they are |
| all others | any time |
`;
