import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { auditEventMac } from '../../src/domain/audit/audit-chain.ts';
import type { StoredAuditEvent } from '../../src/store/audit-events.ts';

const key = Buffer.alloc(32, 1);
const previous = Buffer.alloc(32, 2);

const event: StoredAuditEvent = {
  seq: 7,
  at: new Date('2027-03-16T10:00:00.000Z'),
  action: 'client-secret.created',
  actor: { kind: 'user', id: 'u1', name: 'Anna' },
  address: '192.0.2.1',
  targetType: 'client-secret',
  targetId: 's1',
  targetName: 'Secret',
  applicationId: 'a1',
  before: { a: 1 },
  after: { a: 2 },
};

const macOf = (change: Partial<StoredAuditEvent> = {}, by = key, after = previous): string =>
  auditEventMac(by, after, { ...event, ...change }).toString('hex');

describe('R7 the code of an audit event', () => {
  test('is HMAC-SHA-256 over the code before it and the event', () => {
    const content =
      '[7,"2027-03-16T10:00:00.000Z","client-secret.created","user","u1","Anna","192.0.2.1","client-secret","s1","Secret","a1","{\\"a\\":1}","{\\"a\\":2}"]';
    expect(macOf()).toBe(createHmac('sha256', key).update(previous).update(content).digest('hex'));
  });

  test('changes with every field, with the key and with the event before it', () => {
    const changes: Partial<StoredAuditEvent>[] = [
      { seq: 8 },
      { at: new Date('2027-03-16T10:00:00.001Z') },
      { action: 'client-secret.deleted' },
      { actor: { ...event.actor, kind: 'operator-client' } },
      { actor: { ...event.actor, id: null } },
      { actor: { ...event.actor, id: 'u2' } },
      { actor: { ...event.actor, name: 'Anne' } },
      { address: null },
      { address: '192.0.2.2' },
      { targetType: 'api' },
      { targetId: 's2' },
      { targetName: 'secret' },
      { applicationId: null },
      { applicationId: 'a2' },
      { before: null },
      { before: {} },
      { before: { a: '1' } },
      { before: { a: 1, b: 1 } },
      { after: null },
      { after: { a: 1 } },
      { after: { A: 2 } },
      // The same text in another place.
      { before: event.after, after: event.before },
      { targetType: 's1', targetId: 'client-secret' },
      { targetId: 's1,"Secret', targetName: '' },
      { address: 'client-secret', targetType: '192.0.2.1' },
    ];
    const macs = [
      ...changes.map((change) => macOf(change)),
      macOf({}, Buffer.alloc(32, 3)),
      macOf({}, key, Buffer.alloc(32, 3)),
      macOf({}, key, Buffer.alloc(0)),
      macOf(),
    ];
    expect(new Set(macs).size).toBe(macs.length);
    // Deterministic, or nothing could be verified.
    expect(macOf()).toBe(macs.at(-1));
  });

  test('the last code depends on the order of the events', () => {
    const chain = (events: StoredAuditEvent[]): string =>
      events.reduce<Buffer>((mac, each) => auditEventMac(key, mac, each), Buffer.alloc(0)).toString('hex');
    const [one, two, three] = [event, { ...event, targetId: 's2' }, { ...event, targetId: 's3' }];
    const orders = [
      [one, two, three],
      [one, three, two],
      [two, one, three],
      [one, three],
      [one, two],
      [one, two, two, three],
    ];
    expect(new Set(orders.map(chain)).size).toBe(orders.length);
  });
});
