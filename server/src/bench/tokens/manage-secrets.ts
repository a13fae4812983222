import type { BenchFederation } from './bench-federation.ts';
import { someName } from './bench-federation.ts';

const lifetimeMs = 200 * 24 * 60 * 60 * 1000;

/** What the manager of the first application does at the portal API of a server. */
export type ManageSecrets = { create(): Promise<string>; remove(id: string): Promise<void> };

/** @param publicUrl the origin that the server's own pages have */
export function manageSecrets(
  { clients: [application], managerCookie }: Pick<BenchFederation, 'clients' | 'managerCookie'>,
  { url, publicUrl }: { url: string; publicUrl: string },
): ManageSecrets {
  const secrets = `${url}/api/v1/applications/${application?.clientId ?? ''}/secrets`;
  const headers = { cookie: managerCookie, origin: publicUrl };
  return {
    async create() {
      const expiresAt = new Date(Date.now() + lifetimeMs);
      expiresAt.setUTCHours(12, 0, 0, 0);
      const response = await fetch(secrets, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ name: someName(), expiresAt }),
      });
      const created: unknown = await response.json();
      if (typeof created !== 'object' || created === null || !('id' in created))
        throw new Error(`POST ${secrets} was answered with ${response.status}: ${JSON.stringify(created)}`);
      return String(created.id);
    },
    async remove(id) {
      const response = await fetch(`${secrets}/${id}`, { method: 'DELETE', headers });
      const text = await response.text();
      if (response.status !== 204)
        throw new Error(`DELETE ${secrets}/${id} was answered with ${response.status}: ${text}`);
    },
  };
}
