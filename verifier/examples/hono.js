import { Hono } from 'hono';
import { createVerifier } from '@keyturn/verifier';
import { requireAccessToken } from '@keyturn/verifier/hono';

const verifier = createVerifier({
  issuer: process.env.KEYTURN ?? 'http://localhost:3000',
  audience: ['https://data-manager.example.org', '01ade02a-08ec-465f-80fc-70f1ff80faa7'],
});

const app = new Hono();
app.use(requireAccessToken(verifier, { roles: ['DM.Use'] }));
app.get('/donors', (context) => context.json({ caller: context.var.accessToken.clientId }));

// On Node: import { serve } from '@hono/node-server'; serve({ fetch: app.fetch, port: 8080 });
export default app;
