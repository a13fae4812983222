import type { MessageParameters } from '../../messages.ts';
import { listFellowManagers } from '../../store/credential-managers.ts';
import type { Tx } from '../../store/db.ts';
import type { Deps } from '../deps.ts';
import { queueNotice, type NoticeKey } from '../outbox/queue-notice.ts';

/** Which of the colleagues are told, and what the mail knows besides. */
type Telling = {
  /** Left out: every application that the user manages. */
  applicationIds?: string[];
  /** Whether a colleague need not be told of an application. */
  except?: (role: { applicationId: string; userId: string }) => boolean;
  parameters?: MessageParameters;
};

/** Mails everybody who manages an application together with this user, once each, about the user. */
export async function tellOtherManagers(
  tx: Tx,
  deps: Pick<Deps, 'clock' | 'config'>,
  user: { id: string; name: string },
  key: NoticeKey,
  { applicationIds, except = () => false, parameters = {} }: Telling = {},
): Promise<void> {
  for (const { applications, ...colleague } of await listFellowManagers(tx, user.id, applicationIds)) {
    const shared = applications.filter(({ id }) => !except({ applicationId: id, userId: colleague.id }));
    if (shared.length === 0) continue;
    await queueNotice(tx, deps, colleague, key, {
      ...parameters,
      colleague: user.name,
      applications: shared.map(({ name }) => name).join(', '),
    });
  }
}
