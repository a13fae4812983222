/** One finding of the matrix: what a test saw of one library in one respect. */
export type Finding = { table: TableName; row: string; column: string; value: string };

type TableName = 'clients' | 'verifiers' | 'snippets';
type Table = { heading: string; about: string; first: string; columns: string[] };

export const clientColumns = [
  '`/oauth2/token`, `resource`',
  '`/oauth2/token`, `scope`',
  '`/{tenant}/oauth2/token`, `resource`',
  '`/{tenant}/oauth2/v2.0/token`, `scope`',
];

/** How the ways in which a client secret was sent are told in a cell. */
export const shownAs = { client_secret_basic: 'Basic', client_secret_post: 'body' } as const;

const verifierColumns = [
  'ES256',
  'RS256',
  'another API’s token',
  'an altered token',
  'a clock 4 minutes slow',
  'a rotated key',
  'a deleted client secret',
  'code for Entra',
  'code for Entra, type `JWT`',
];

const tables: Record<TableName, Table> = {
  clients: {
    heading: 'Clients',
    about: `Each gets tokens for an API with ES256 and for one with RS256, as its documentation has it, over https; \`jose\` verifies
each of them. *Basic* and *body* are the ways in which the client secret was sent; – is what a library does not do.`,
    first: 'Client',
    columns: clientColumns,
  },
  verifiers: {
    heading: 'Verifiers',
    about: `Each runs the code of [api-owners.md](api-owners.md), with the status list that of
[api-owners-languages.md](api-owners-languages.md) (Go: of \`e2e/interop/go\`), with keys from \`/oauth2/jwks\`. *A rotated key* signed the
first token after an operator’s rotation without notice, while the verifier keeps the key set from before. *Code for Entra* is what the
library’s introduction shows, with RS256, where only the issuer and the address of the keys were changed; beside it the same for an API
whose tokens have [the type \`JWT\`](api-owners.md#atjwt-or-jwt), as Entra’s have; – is what a row has not.`,
    first: 'Verifier',
    columns: verifierColumns,
  },
  snippets: {
    heading: 'Snippets',
    about: `The code that the page shows under Connection details, and that of [integrators.md](integrators.md) and
[moving-from-entra.md](moving-from-entra.md), as it stands.`,
    first: 'Snippet',
    columns: ['Result'],
  },
};

/** The page docs/interop.md: the same text for the same findings, however they came in. */
export function renderDocument(findings: Finding[]): string {
  const sections = (Object.keys(tables) as TableName[]).map((name) => {
    const { heading, about } = tables[name];
    const rows = [...new Set(findings.filter(({ table }) => table === name).map(({ row }) => row))];
    return [
      `## ${heading}`,
      about,
      [...renderHead(name), ...rows.toSorted(inOrder).map((row) => renderRow(name, row, findings))].join(
        '\n',
      ),
    ];
  });
  return `${[introduction, ...sections.flat()].join('\n\n')}\n`;
}

const introduction = `# Interoperability

Made by \`npm run test:interop\`; do not edit by hand. Node’s rows are also checked by \`npm test\`, but for
the snippets and \`@keyturn/verifier\`, which has tests of its own.`;

const inOrder = (one: string, other: string): number => one.localeCompare(other, 'en');

const renderHead = (name: TableName): string[] => {
  const { first, columns } = tables[name];
  return [`| ${[first, ...columns].join(' | ')} |`, `|${'---|'.repeat(columns.length + 1)}`];
};

/** One row of a table; what was not found is a dash. */
export function renderRow(name: TableName, row: string, findings: Finding[]): string {
  const cells = tables[name].columns.map((column) => {
    const values = findings.filter((one) => one.table === name && one.row === row && one.column === column);
    return [...new Set(values.map(({ value }) => value))].toSorted(inOrder).join(', ') || '–';
  });
  return `| ${[row, ...cells].join(' | ')} |`;
}
