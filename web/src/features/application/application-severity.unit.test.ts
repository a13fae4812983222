import { describe, expect, it } from 'vitest';
import { application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { applicationSeverity, compareApplications, findAlerts } from './application-severity.ts';

const fine = application({ name: 'A fine', secrets: [clientSecret()] });
const empty = application({ name: 'B empty' });
const soon = clientSecret({ id: 'soon', status: 'expiring', expiresAt: days(12) });
const expiring = application({ name: 'C expiring', secrets: [soon] });
const replaced = application({ name: 'D replaced', secrets: [soon, clientSecret({ id: 'new' })] });
const dead = application({
  name: 'E dead',
  secrets: [clientSecret({ status: 'expired', expiresAt: days(-2) })],
});
const planned = application({ name: 'F planned', secrets: [clientSecret({ expiresAt: days(50) })] });
const all = [fine, empty, expiring, replaced, dead, planned];

describe('the order of applications', () => {
  it('is worst state first, then by name', () => {
    expect(all.toSorted(compareApplications(now)).map(({ name }) => name)).toEqual([
      'E dead',
      'C expiring',
      'D replaced',
      'B empty',
      'F planned',
      'A fine',
    ]);
  });

  it('does not count deleted client secrets', () => {
    const deleted = clientSecret({
      status: 'deleted',
      deleted: { at: days(-1), by: { kind: 'user', name: 'Peter', userId: 'peter' } },
    });
    expect(applicationSeverity({ secrets: [deleted] }, now)).toBe('no-secret');
  });
});

describe('alerts', () => {
  it('are worst first: no valid secret, expiring without replacement, expiring with one', () => {
    expect(findAlerts(all, now).map(({ application: { name }, kind }) => [name, kind])).toEqual([
      ['E dead', 'no-valid-secret'],
      ['C expiring', 'expires'],
      ['D replaced', 'expires-replaced'],
    ]);
  });
});
