import { describe, expect, it } from 'vitest';
import { applicationAt } from './application-at.ts';

const appId = '0F000000-0000-4000-8000-000000000001';
const list = [{ appId, displayName: 'Gateway' }, { appId: 'x' }, { appId, displayName: null }];

describe('the application that a problem is about', () => {
  it('is named by the place', () => {
    const lower = appId.toLowerCase();
    expect(applicationAt(list, '[0].passwordCredentials[3].keyId')).toEqual({
      appId: lower,
      name: 'Gateway',
    });
    expect(applicationAt(list, '[2]')).toEqual({ appId: lower, name: lower });
  });

  it('is none where nothing can be named', () => {
    for (const path of ['', '[1].appId', '[9]', 'users[0]']) expect(applicationAt(list, path)).toBeNull();
    expect(applicationAt({}, '[0]')).toBeNull();
  });
});
