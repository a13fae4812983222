import { expect, test } from 'vitest';
import { sampleSecrets } from '../../src/demo/sample-secrets.ts';
import { sampleUsage } from '../../src/demo/sample-usage.ts';
import { takeOver } from '../../src/domain/rotation/take-over.ts';

const now = new Date('2027-06-01T12:00:00Z');

test('R1.8 the demo shows a rotation that has taken over, of a secret that was presented after it expired', () => {
  const usageOf = (name: string) => {
    const sample = sampleSecrets.find((secret) => secret.name === name);
    if (sample === undefined) throw new Error(`no ${name}`);
    return sampleUsage(sample, { secretId: name, resource: 'api' }, now);
  };
  const old = usageOf('Search');
  expect(old.refusals.length).toBeGreaterThan(0);
  expect(takeOver([...old.uses, ...old.refusals], usageOf('Search 2027').uses, now)).toMatchObject({
    waitingFor: null,
    remaining: [],
  });
});
