import express from 'express';
import { createVerifier } from '@keyturn/verifier';
import { requireAccessToken } from '@keyturn/verifier/express';

const verifier = createVerifier({
  issuer: process.env.KEYTURN ?? 'http://localhost:3000',
  audience: ['https://data-manager.example.org', '01ade02a-08ec-465f-80fc-70f1ff80faa7'],
});

const app = express();
app.use(requireAccessToken(verifier, { roles: ['DM.Use'] }));
app.get('/donors', (request, response) => response.json({ caller: request.accessToken.clientId }));

app.listen(Number(process.env.PORT ?? 8080));
