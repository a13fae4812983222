import { attention, notificationStatus } from '@keyturn/contract';
import { sql } from 'kysely';
import { encodeCursor } from '../http/portal/cursor.ts';
import type { Db } from '../store/db.ts';

/** A list as it is asked for: requests that differ in what they look for, so that no answer is just remembered. */
export type ListCase = {
  list: string;
  name: string;
  paths: string[];
  /** What is looked for is one page at most. */
  findsFew: boolean;
};

/**
 * Every list of the operator’s, every search and every filter, each on its first page and some far into it.
 * @param variants how many different things each looks for
 */
export async function listCases(db: Db, variants: number): Promise<ListCase[]> {
  const sample = await takeSamples(db, variants);
  const { organisations, applications, users, secrets, events } = sample;
  return [
    { list: 'overview', name: 'all counts and charts', paths: ['/overview'], findsFew: false },
    ...of('organisations', {
      'first page': [''],
      'far into it': organisations.map((row) => after({ nameLower: row.name.toLowerCase(), id: row.id })),
      'part of the name': organisations.map(({ name }) => search(name.slice(3, 14))),
      'part of the name, in many': ['arrow registr', 'Blood', 'stem cell'].map(search),
      'part of the name, in none': [search('xyzzy')],
      'two letters': ['fj', 'xy', 'Qu'].map(search),
      'beginning of the ID': organisations.map(({ id }) => search(id.slice(0, 9))),
      'status=active': ['status=active'],
      'status=disabled': ['status=disabled'],
    }),
    ...of('apis', {
      'first page': [''],
      'part of the name': [search('Search')],
      'environment=sandbox': ['environment=sandbox'],
    }),
    ...of('applications', {
      'first page': [''],
      'first page, descending': ['sort=-name'],
      'far into it': applications.map((row) => after({ nameFolded: row.name_folded, id: row.id })),
      'far into it, descending': applications.map(
        (row) => `sort=-name&${after({ nameFolded: row.name_folded, id: row.id })}`,
      ),
      'part of the name': applications.map(({ name }) => search(name.slice(9, 22))),
      'part of the name, in many': ['partner', 'Registry', 'SMC-2'].map(search),
      'part of the name, in none': [search('xyzzy')],
      'two letters': ['pa', 'zz', 'DM'].map(search),
      'client ID': applications.map(({ id }) => search(id)),
      'beginning of the client ID': applications.map(({ id }) => search(id.slice(0, 6))),
      'organisation=': organisations.map(({ id }) => `organisation=${id}`),
      'api=': sample.apis.map(({ id }) => `api=${id}`),
      'environment=sandbox': ['environment=sandbox'],
      'status=disabled': ['status=disabled'],
      'status=active, -name': ['status=active&sort=-name'],
      ...Object.fromEntries(attention.options.map((kind) => [`attention=${kind}`, [`attention=${kind}`]])),
      'attention= and a search': attention.options.map((kind) => `attention=${kind}&${search('fjordby')}`),
    }),
    ...of('users', {
      'first page': [''],
      'far into it': users.map((row) => after({ nameLower: row.name.toLowerCase(), id: row.id })),
      'part of the name': users.map(({ name }) => search(name.slice(2))),
      'part of the name, in many': ['sample', 'Muster'].map(search),
      'part of the e-mail address': users.map(({ email }) => search(email.slice(3, 28))),
      'two letters': ['no', 'zz'].map(search),
      'organisation=': users.map(({ organisation_id }) => `organisation=${organisation_id}`),
      ...Object.fromEntries(
        ['invited', 'active', 'disabled', 'closed'].map((status) => [
          `status=${status}`,
          [`status=${status}`],
        ]),
      ),
    }),
    ...of('notifications', {
      'first page': [''],
      'far into it': sample.mails.map(({ number }) => after(Number(number))),
      'part of the recipient’s name': users.map(({ name }) => search(name)),
      'part of the recipient’s address': users.map(({ email }) => search(email.slice(0, 20))),
      'part of an application’s name': applications.map(({ name }) => search(name.slice(11))),
      'part of a name, in many': ['partner', 'gateway'].map(search),
      'part of a name, in none': [search('xyzzy')],
      'client ID': applications.map(({ id }) => search(id)),
      hint: secrets.map(({ hint }) => search(hint)),
      'application=': applications.map(({ id }) => `application=${id}`),
      'secret=': secrets.map(({ id }) => `secret=${id}`),
      'user=': users.map(({ id }) => `user=${id}`),
      ...Object.fromEntries(
        notificationStatus.options.map((status) => [`status=${status}`, [`status=${status}`]]),
      ),
      'kind=, frequent': ['kind=expiring'],
      'kind=, rare': ['kind=test', 'kind=role-assigned'],
    }),
    ...of('audit-events', {
      'first page': [''],
      'far into it': events.map(({ at, seq }) => after({ at, seq: Number(seq) })),
      'actor=, a name': events.map(({ actor }) => `actor=${encodeURIComponent(actor.name)}`),
      'actor=, a name in many': ['sample', 'Muster'].map((name) => `actor=${name}`),
      'actor=, an ID': events.map(({ actor }) => `actor=${actor.id ?? ''}`),
      'target=, a name': events.map(({ target_name: name }) => `target=${name.slice(8, 26)}`),
      'target=, a name in none': ['target=xyzzy'],
      'value=, in many': ['value=active', 'value=Secret by'],
      'value=, a name': events.map(({ target_name: name }) => `value=${encodeURIComponent(name)}`),
      'value=, in none': ['value=xyzzy', 'value=no%20such%20value'],
      'target=, an ID': events.map(({ target_id: id }) => `target=${id}`),
      'action=, frequent': ['action=client-secret', 'action=client-secret.created'],
      'action=, rare': ['action=user.mfa-reset', 'action=terms', 'action=credential-manager'],
      'address=': events.map(({ address }) => `address=${address ?? ''}`),
      'application=': events.map(({ application_id: id }) => `application=${id ?? ''}`),
      'from= and to=, a day': events.map(({ at }) => between(at, 1)),
      'from= and to=, a year': events.map(({ at }) => between(at, 365)),
      'actor=, action= and from=': events.map(
        ({ actor, at }) =>
          `actor=${encodeURIComponent(actor.name)}&action=client-secret&from=${at.toISOString()}`,
      ),
    }),
  ];
}

const selective = new Set([
  'first page',
  'far into it',
  'part of the name, in none',
  'part of a name, in none',
  'part of the e-mail address',
  'part of the recipient’s name',
  'part of the recipient’s address',
  'beginning of the ID',
  'beginning of the client ID',
  'client ID',
  'organisation=',
  'application=',
  'secret=',
  'user=',
  'address=',
  'actor=, an ID',
  'target=, an ID',
  'target=, a name in none',
  'from= and to=, a year',
]);

const of = (list: string, queries: Record<string, string[]>): ListCase[] =>
  Object.entries(queries).map(([name, own]) => ({
    list,
    name,
    findsFew: list !== 'apis' && selective.has(name),
    paths: own.map((query) => `/${list}${query === '' ? '' : `?${query}`}`),
  }));

const search = (text: string): string => `search=${encodeURIComponent(text)}`;
const after = (position: unknown): string => `cursor=${encodeCursor(position)}`;

const dayMs = 24 * 60 * 60 * 1000;
const between = (from: Date, days: number): string =>
  `from=${from.toISOString()}&to=${new Date(from.getTime() + days * dayMs).toISOString()}`;

/** Rows to look for, from all over each table. */
async function takeSamples(db: Db, variants: number) {
  const ranked = async <Row>(table: string, order: string, where = 'true'): Promise<Row[]> => {
    const { rows: counted } = await sql<{ count: string }>`
      select count(*) from ${sql.table(table)} where ${sql.raw(where)}`.execute(db);
    const count = Number(counted[0]?.count ?? 0);
    const found: Row[] = [];
    for (let part = 0; part < variants; part += 1) {
      const { rows } = await sql<Row>`
        select * from ${sql.table(table)} where ${sql.raw(where)} order by ${sql.raw(order)}
        offset ${Math.floor(((part + 0.5) / variants) * count)} limit 1`.execute(db);
      found.push(...rows);
    }
    if (found.length === 0) throw new Error(`there is nothing in ${table} to look for`);
    return found;
  };
  return {
    organisations: await ranked<{ id: string; name: string }>('organisation', 'lower(name), id'),
    apis: await ranked<{ id: string }>('api', 'id'),
    applications: await ranked<{ id: string; name: string; name_folded: string }>(
      'application',
      'name_folded, id',
    ),
    users: await ranked<{ id: string; name: string; email: string; organisation_id: string }>(
      'portal_user',
      'lower(name), id',
      "status = 'active'",
    ),
    secrets: await ranked<{ id: string; hint: string }>('client_secret', 'id'),
    mails: await ranked<{ number: string }>('mail', 'number'),
    events: await ranked<{
      seq: string;
      at: Date;
      actor: { id: string | null; name: string };
      address: string | null;
      target_id: string;
      target_name: string;
      application_id: string | null;
    }>('audit_event', 'seq', 'application_id is not null'),
  };
}
