import { importAnswers, line, uuid } from '@keyturn/contract';
import { z } from 'zod';
import { inviteOperator } from '../domain/account/invite-operator.ts';
import type { Actor } from '../domain/audit/actor.ts';
import { exportAuditLog } from '../domain/audit/export-audit-log.ts';
import { verifyAuditLog } from '../domain/audit/verify-audit-log.ts';
import { recordBackup } from '../domain/backup/record-backup.ts';
import { copyEmbeddedDatabase } from '../domain/backup/copy-embedded-database.ts';
import { countDueSecretHashes, dropSecretHashes } from '../domain/client-secret/drop-secret-hashes.ts';
import type { Deps } from '../domain/deps.ts';
import { KeyturnError } from '../domain/errors.ts';
import { importFederation } from '../domain/federation/import-federation.ts';
import { recordJobRun } from '../domain/job/record-job-run.ts';
import { remind } from '../domain/notification/remind.ts';
import { createOperatorClient } from '../domain/operator-client/create-operator-client.ts';
import { deleteOperatorClient } from '../domain/operator-client/delete-operator-client.ts';
import { listOperatorClients } from '../domain/operator-client/list-operator-clients.ts';
import { describeRotation, describeSigningKey } from '../domain/signing-key/describe-signing-key.ts';
import { listSigningKeys } from '../domain/signing-key/list-signing-keys.ts';
import { requestRotation } from '../domain/signing-key/request-rotation.ts';
import { resetOperatorMfa } from '../domain/user/reset-mfa.ts';

export const jobNames = ['drop-secret-hashes', 'remind-expiring-secrets'] as const;

const mostSigningKeys = 10_000;

const instantText = z.iso.datetime({ offset: true });

/**
 * What commands do to a database. Each runs in the command's own process, or, while a server holds an embedded
 * database, in that server; input and output are JSON either way.
 */
export const operations = {
  /** A server that runs has migrated its database. */
  migrate: operation(z.object({}), () => Promise.resolve({ migrated: [] as string[] })),
  import: operation(
    z.object({ file: z.unknown(), dryRun: z.boolean(), answers: importAnswers.optional() }),
    (deps, actor, { file, dryRun, answers }) => importFederation(deps, actor, file, { dryRun, answers }),
  ),
  'operator-client-create': operation(z.object({ name: line(100) }), async (deps, actor, { name }) => {
    const { clientId, value, expiresAt } = await createOperatorClient(deps, actor, name);
    return { name, clientId, clientSecret: value, expiresAt: expiresAt.toISOString() };
  }),
  'operator-client-list': operation(z.object({}), (deps) => listOperatorClients(deps)),
  'operator-client-delete': operation(z.object({ clientId: uuid }), async (deps, actor, { clientId }) => {
    await deleteOperatorClient(deps, actor, clientId);
    return {};
  }),
  'operator-invite': operation(
    z.object({ email: z.email(), name: line(100) }),
    async (deps, actor, input) => {
      const { url, expiresAt } = await inviteOperator(deps, actor, input);
      return { ...input, url, expiresAt: expiresAt.toISOString() };
    },
  ),
  'operator-reset-mfa': operation(z.object({ email: z.email() }), (deps, actor, { email }) =>
    resetOperatorMfa(deps, actor, email),
  ),
  /** All there ever were: some a year. */
  'signing-key-list': operation(z.object({}), async (deps, actor) => {
    const { keys } = await listSigningKeys(deps, actor, { after: null, limit: mostSigningKeys });
    return keys.map(describeSigningKey);
  }),
  'signing-key-rotate': operation(
    z.object({ now: z.boolean(), revoke: z.string().nullable() }),
    async (deps, actor, input) => describeRotation(deps, await requestRotation(deps, actor, input)),
  ),
  'audit-verify': operation(
    z.object({ noted: z.object({ seq: z.number(), mac: z.string() }).nullable() }),
    (deps, _actor, { noted }) => verifyAuditLog(deps, noted),
  ),
  'audit-export': operation(z.object({ after: z.number() }), (deps, actor, { after }) =>
    exportAuditLog(deps, actor, after),
  ),
  'run-job': operation(
    z.object({ job: z.enum(jobNames), at: instantText.nullable(), dryRun: z.boolean() }),
    async (deps, actor, { job, at, dryRun }) => {
      const instant = at === null ? null : new Date(at);
      const record = (done: number) =>
        dryRun ? null : recordJobRun(deps, actor, job, { done, ...(at === null ? {} : { asOf: at }) });
      if (job === 'remind-expiring-secrets') {
        const again = instant !== null || dryRun;
        const mails = await remind(deps, { dryRun, again, at: instant });
        await record(mails.length);
        return { hashes: null, mails };
      }
      const asOf = { ...deps, clock: { now: () => instant ?? deps.clock.now() } };
      // What is dropped is gone; a reminder that goes out early is not.
      if (!dryRun && asOf.clock.now() > deps.clock.now()) throw new KeyturnError('job-in-future');
      const hashes = await (dryRun ? countDueSecretHashes : dropSecretHashes)(asOf);
      await record(hashes);
      return { hashes, mails: null };
    },
  ),
};

/** What a server does for commands: all of these, and what only who holds an embedded database can. */
export const serverOperations = {
  ...operations,
  /** For a backup beside it. */
  'copy-database': operation(z.object({ file: z.string() }), async (deps, actor, { file }) => {
    await recordBackup(deps, actor, file);
    return { directory: await copyEmbeddedDatabase(deps) };
  }),
};

type Operations = typeof serverOperations;
export type ServerOperationName = keyof Operations;
/** What also runs in the command's own process. */
export type OperationName = keyof typeof operations;
export type OperationInput<Name extends ServerOperationName> = z.input<Operations[Name]['input']>;
export type OperationOutput<Name extends ServerOperationName> = Awaited<ReturnType<Operations[Name]['run']>>;

function operation<Input extends z.ZodType, Output>(
  input: Input,
  run: (deps: Deps, actor: Actor, input: z.output<Input>) => Promise<Output>,
) {
  return {
    input,
    run: (deps: Deps, actor: Actor, unparsed: unknown): Promise<Output> =>
      run(deps, actor, input.parse(unparsed)),
  };
}
