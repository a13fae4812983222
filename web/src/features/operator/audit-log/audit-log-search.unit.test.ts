import { describe, expect, it } from 'vitest';
import { auditLogSearch, toApiFilter } from './audit-log-search.ts';

describe('the address of the audit log', () => {
  it('narrows it by whatever an event says; what is not understood counts as not there', () => {
    const asked = {
      actor: 'Anna',
      action: 'client-secret',
      target: 42,
      application: '0C000000-0000-4000-8000-000000000001',
      address: '203.0.113.7',
      from: '2027-03-28',
      to: '2027-02-30',
    };
    expect(auditLogSearch.parse(asked)).toEqual({
      ...asked,
      target: '42',
      application: '0c000000-0000-4000-8000-000000000001',
      to: undefined,
    });
    expect(auditLogSearch.parse({ action: 'client', application: 'x', actor: ' ' })).toEqual({});
    expect(auditLogSearch.parse({ action: 'client-secret.created' }).action).toBe('client-secret.created');
  });

  it('asks for whole days of the reader, the last one too, on a day of 23 hours as well', () => {
    expect(toApiFilter({ from: '2027-03-28', to: '2027-03-28' }, 'Europe/Berlin')).toMatchObject({
      from: '2027-03-27T23:00:00.000Z',
      to: '2027-03-28T22:00:00.000Z',
    });
  });
});
