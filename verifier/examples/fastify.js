import Fastify from 'fastify';
import { createVerifier } from '@keyturn/verifier';
import { requireAccessToken } from '@keyturn/verifier/fastify';

const verifier = createVerifier({
  issuer: process.env.KEYTURN ?? 'http://localhost:3000',
  audience: ['https://data-manager.example.org', '01ade02a-08ec-465f-80fc-70f1ff80faa7'],
});

const app = Fastify();
app.addHook('onRequest', requireAccessToken(verifier, { roles: ['DM.Use'] }));
app.get('/donors', (request) => ({ caller: request.accessToken.clientId }));

await app.listen({ port: Number(process.env.PORT ?? 8080) });
