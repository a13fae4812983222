import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer, type Environment, type KeyturnServer } from './keyturn-process.ts';

/** `demo.json` as the interface fixes it. */
export type Demo = {
  publicUrl: string;
  tenantId: string;
  accounts: { email: string; password: string; totpSecret: string; role: string; organisation: string }[];
  apis: DemoApi[];
  applications: DemoApplication[];
  operatorClient: { clientId: string; clientSecret: string };
};
type DemoApi = {
  id: string;
  identifier: string;
  name: string;
  code: string;
  environment: string;
  introspection: { clientId: string; clientSecret: string };
};
type DemoApplication = {
  clientId: string;
  name: string;
  organisation: string;
  selfManaged: boolean;
  apis: string[];
  secrets: { id: string; name: string; clientSecret: string; expiresAt: string }[];
};

export const readDemo = (directory: string): Demo =>
  JSON.parse(readFileSync(join(directory, 'demo.json'), 'utf8')) as Demo;

export const startDemo = (env: Environment, ...args: string[]): Promise<KeyturnServer> =>
  startServer(['demo', ...args], { env });

/** The one line that the demo prints for people to paste into whatever shell they have. */
export function printedCurl(stdout: string): string {
  const line = stdout.split('\n').find((candidate) => candidate.trim().startsWith('curl -d '));
  if (line === undefined) throw new Error(`no curl line in:\n${stdout}`);
  return line.trim();
}
