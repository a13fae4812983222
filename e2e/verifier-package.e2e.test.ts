import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './support/keyturn-process.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

test('@keyturn/verifier as it is published runs from node_modules, with types for each of its entries', () => {
  const directory = makeTemporaryDirectory();
  const installed = join(directory, 'node_modules/@keyturn/verifier');
  execFileSync(process.execPath, [join(repository, 'scripts/pack-verifier.ts'), installed], {
    stdio: 'inherit',
  });
  symlinkSync(join(repository, 'node_modules/jose'), join(directory, 'node_modules/jose'));
  const program = join(directory, 'program.mjs');
  writeFileSync(
    program,
    `import { AccessTokenError, createVerifier } from '@keyturn/verifier';
     import * as express from '@keyturn/verifier/express';
     import * as fastify from '@keyturn/verifier/fastify';
     import * as hono from '@keyturn/verifier/hono';
     const verifier = createVerifier({ issuer: 'http://localhost:9', audience: 'x' });
     const error = await verifier.authenticate('Bearer x').catch((refused) => refused);
     const middleware = [express, fastify, hono].map((each) => typeof each.requireAccessToken(verifier));
     console.log(JSON.stringify([error instanceof AccessTokenError, error.code, ...middleware]));`,
  );
  const output = execFileSync(process.execPath, [program], { cwd: directory, encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([true, 'token-invalid', 'function', 'function', 'function']);
  for (const entry of ['index', 'express', 'fastify', 'hono'])
    expect(existsSync(join(installed, `dist/${entry}.d.ts`))).toBe(true);
});
