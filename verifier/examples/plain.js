import { createServer } from 'node:http';
import { AccessTokenError, createVerifier } from '@keyturn/verifier';

const verifier = createVerifier({
  issuer: process.env.KEYTURN ?? 'http://localhost:3000',
  audience: ['https://data-manager.example.org', '01ade02a-08ec-465f-80fc-70f1ff80faa7'],
});

const server = createServer(async (request, response) => {
  try {
    const { clientId } = await verifier.authenticate(request.headers.authorization, { roles: ['DM.Use'] });
    response.end(JSON.stringify({ caller: clientId }));
  } catch (error) {
    const refusal = error instanceof AccessTokenError ? error : { status: 500, headers: {}, body: null };
    response.writeHead(refusal.status, refusal.headers).end(refusal.body && JSON.stringify(refusal.body));
  }
});

server.listen(Number(process.env.PORT ?? 8080));
