import { describe, expect, it } from 'vitest';
import { application, clientSecret, days, now } from '../../../test/sample-data.ts';
import { applicationSeverity } from './application-severity.ts';
import { sortApplications } from './sort-applications.ts';

const all = [
  application({ name: 'A fine', secrets: [clientSecret()] }),
  application({ name: 'B empty' }),
  application({ name: 'C expiring', secrets: [clientSecret({ status: 'expiring', expiresAt: days(12) })] }),
  application({ name: 'E dead', secrets: [clientSecret({ status: 'expired', expiresAt: days(-2) })] }),
  application({ name: 'F planned', secrets: [clientSecret({ expiresAt: days(50) })] }),
  application({ name: 'G disabled', status: 'disabled', secrets: [clientSecret()] }),
  application({ name: 'A fine 2', secrets: [clientSecret({ expiresAt: days(300) })] }),
];
const sorted = (order: 'worst' | 'name' | 'expiry'): string[] =>
  sortApplications(all, order, now).map(({ name }) => name);

describe('the order of applications', () => {
  it('is worst state first, then by name', () => {
    expect(sorted('worst')).toEqual([
      'E dead',
      'C expiring',
      'B empty',
      'G disabled',
      'F planned',
      'A fine',
      'A fine 2',
    ]);
  });

  it('is by name, or by what expires first', () => {
    expect(sorted('name')).toEqual(all.map(({ name }) => name).toSorted());
    expect(sorted('expiry')).toEqual([
      'C expiring',
      'F planned',
      'A fine',
      'G disabled',
      'A fine 2',
      'B empty',
      'E dead',
    ]);
  });

  it('does not count deleted client secrets', () => {
    const deleted = clientSecret({
      status: 'deleted',
      deleted: { at: days(-1), by: { kind: 'user', name: 'Peter', userId: 'peter' } },
    });
    expect(applicationSeverity({ secrets: [deleted], status: 'active' }, now)).toBe('no-secret');
  });
});
