import type { Application } from '@keyturn/contract';
import { text } from '../../lib/messages.ts';

/** "Match-Connect production" for what a token request names as `resource`: an API's identifier, or its ID. */
export function apiLabel(resource: string, { apis }: Pick<Application, 'apis'>): string {
  const api = apis.find(({ identifier, id }) => identifier === resource || id === resource);
  return api === undefined ? resource : `${api.name} ${text(`web.applications.${api.environment}`)}`;
}
