import type { SigningKey } from '@keyturn/contract';
import type { Command } from 'commander';
import { text } from '../messages.ts';
import { badUsage, print, printJson } from './output.ts';
import { runOperation } from './run-operation.ts';

/** `keyturn signing-key list|rotate` */
export function registerSigningKey(program: Command): void {
  const command = program.command('signing-key').description(text('cli.signing-key.description'));

  command
    .command('list')
    .description(text('cli.signing-key.list.description'))
    .option('--json', text('cli.json'), false)
    .action(async ({ json }: { json: boolean }) => {
      const keys = await runOperation('signing-key-list', {});
      if (json) return printJson(keys);
      return printKeys(keys);
    });

  command
    .command('rotate')
    .description(text('cli.signing-key.rotate.description'))
    .option('--now', text('cli.signing-key.rotate.now'), false)
    .option('--revoke <kid>', text('cli.signing-key.rotate.revoke'))
    .option('--json', text('cli.json'), false)
    .action(async ({ now, revoke, json }: { now: boolean; revoke?: string; json: boolean }) => {
      if (revoke !== undefined && !/^[\w-]{43}$/.test(revoke)) throw badUsage('cli.signing-key.kid-invalid');
      const rotation = await runOperation('signing-key-rotate', { now, revoke: revoke ?? null });
      if (json) return printJson(rotation);
      printKeys(rotation.keys);
      return print(`\n${rotation.notice}`);
    });
}

function printKeys(keys: SigningKey[]): void {
  for (const { status, kid, algorithm, publishedAt, signsFrom, ...ends } of keys)
    print(
      text(`cli.signing-key.${status}`, {
        kid,
        algorithm,
        publishedAt,
        signsFrom,
        signedUntil: ends.signedUntil ?? '',
        retiresAt: ends.retiresAt ?? '',
        revokedAt: ends.revokedAt ?? '',
      }),
    );
}
