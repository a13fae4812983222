import type { Application } from '@keyturn/contract';
import { text } from '../../lib/messages.ts';
import { isDeleted } from '../client-secret/secret-state.ts';

// Mail programs cut long addresses.
const maxApplications = 5;

/** What a mail to support begins with: the applications by client ID, their client secrets by hint. */
export const supportBody = (applications: Application[]): string =>
  applications
    .slice(0, maxApplications)
    .map(({ name, clientId, secrets }) =>
      text('web.footer.support-body', {
        application: name,
        clientId,
        hints:
          secrets
            .filter((secret) => !isDeleted(secret))
            .map(({ hint }) => hint)
            .join(', ') || '–',
      }),
    )
    .join('\n\n');
