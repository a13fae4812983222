import type { MessageParameters } from '../../messages.ts';
import { listFellowManagers, validSecretsCreatedBy } from '../../store/credential-managers.ts';
import type { Tx } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import { queueNotice } from '../outbox/queue-notice.ts';

/** What colleagues are told about a user. */
type ColleagueNotice =
  | 'colleague-assigned'
  | 'colleague-removed'
  | 'colleague-disabled'
  | 'colleague-without-factor'
  | 'colleague-email-changed';

/** Which of the colleagues are told, and what the mail knows besides. */
type Telling = {
  /** Left out: every application that the user manages. */
  applicationIds?: string[];
  /** Whether a colleague need not be told of an application. */
  except?: (role: { applicationId: string; userId: string }) => boolean;
  parameters?: MessageParameters;
};

/**
 * Mails everybody who manages an application together with this user, once each, about the user. Whoever knows client
 * secrets and manages them no longer: those still work, and the mail names them (R5.4).
 */
export async function tellOtherManagers(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  user: { id: string; name: string },
  key: ColleagueNotice,
  { applicationIds, except = () => false, parameters = {} }: Telling = {},
): Promise<void> {
  for (const { applications, ...colleague } of await listFellowManagers(tx, user.id, applicationIds)) {
    const shared = applications.filter(({ id }) => !except({ applicationId: id, userId: colleague.id }));
    if (shared.length === 0) continue;
    const ids = shared.map(({ id }) => id);
    const created =
      key === 'colleague-removed' || key === 'colleague-disabled'
        ? await validSecretsCreatedBy(tx, user.id, ids, deps.clock.now())
        : [];
    await queueNotice(
      tx,
      deps,
      colleague,
      key,
      {
        ...parameters,
        colleague: user.name,
        applications: shared.map(({ name }) => name).join(', '),
        count: created.length,
        secrets: created.map(({ name, hint }) => `“${name}” (${hint}…)`).join(', '),
      },
      ids.map((applicationId) => ({ kind: key, applicationId })),
    );
  }
}
