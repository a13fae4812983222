import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../store/embedded/durable-files.ts';

const demoFile = z.object({
  publicUrl: z.string(),
  tenantId: z.string(),
  accounts: z.array(
    z.object({
      email: z.string(),
      password: z.string(),
      totpSecret: z.string(),
      role: z.enum(['member', 'operator']),
      organisation: z.string(),
    }),
  ),
  apis: z.array(
    z.object({
      id: z.string(),
      identifier: z.string(),
      name: z.string(),
      code: z.string(),
      environment: z.enum(['production', 'sandbox']),
      introspection: z.object({ clientId: z.string(), clientSecret: z.string() }),
    }),
  ),
  applications: z.array(
    z.object({
      clientId: z.string(),
      name: z.string(),
      organisation: z.string(),
      selfManaged: z.boolean(),
      apis: z.array(z.string()),
      secrets: z.array(
        z.object({ id: z.string(), name: z.string(), clientSecret: z.string(), expiresAt: z.string() }),
      ),
    }),
  ),
  operatorClient: z.object({ clientId: z.string(), clientSecret: z.string() }),
});

/** Every credential of the demo, readable: the reason why the demo and real data never share a database. */
export type DemoFile = z.infer<typeof demoFile>;

export const demoFilePath = (directory: string): string => join(directory, 'demo.json');

/** What the demo wrote when it was seeded; null when it was not seeded to the end. */
export function readDemoFile(directory: string): DemoFile | null {
  try {
    return demoFile.parse(JSON.parse(readFileSync(demoFilePath(directory), 'utf8')));
  } catch {
    return null;
  }
}

/** Written last: a demo without this file was not seeded to the end. Mode 0600. */
export const writeDemoFile = (directory: string, content: DemoFile): void =>
  replaceFile(demoFilePath(directory), `${JSON.stringify(content, null, 2)}\n`);
