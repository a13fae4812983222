import { expect, test } from 'vitest';
import { publicUrl, startKeyturn } from '../support/keyturn.ts';

test('what every page shows is there without signing in, the operator’s privacy notice included', async () => {
  const privacyUrl = 'https://example.org/privacy';
  const { app } = await startKeyturn({ privacyUrl });
  const response = await app.inject('/api/v1/portal');
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    operatorName: 'Keyturn',
    logoUrl: null,
    supportEmail: 'support@example.org',
    apiGuideUrl: `${publicUrl}/guide`,
    privacyUrl,
    termsVersion: null,
    tokenUrl: `${publicUrl}/oauth2/token`,
    introspectionUrl: `${publicUrl}/oauth2/introspect`,
    connectivityUrl: `${publicUrl}/connectivity`,
    version: expect.any(String) as string,
    demo: false,
  });
});

test('without KEYTURN_PRIVACY_URL there is no privacy notice to link', async () => {
  const { app } = await startKeyturn();
  expect((await app.inject('/api/v1/portal')).json()).toMatchObject({ privacyUrl: null });
});
