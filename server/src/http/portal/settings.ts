import { settings, updateSettingsRequest, type Settings } from '@keyturn/contract';
import type { Deps } from '../../domain/deps.ts';
import { changeSettings, readSettings, type SettingsView } from '../../domain/settings/change-settings.ts';
import { actorOf } from './authenticate.ts';
import { presentLogo } from './logo.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['settings'];

/** What operators set in the console: their name, addresses, time zone and naming pattern. */
export function registerSettings(app: PortalApp, deps: Deps): void {
  app.get(
    '/settings',
    {
      schema: {
        operationId: 'getSettings',
        summary: 'Read the settings, each with what the configuration says; the answer carries its ETag',
        tags,
        response: { 200: settings, ...problems },
      },
    },
    async (request, reply) => {
      const view = await readSettings(deps, actorOf(request));
      return reply.header('etag', view.etag).send(present(view));
    },
  );

  app.patch(
    '/settings',
    {
      schema: {
        operationId: 'updateSettings',
        summary:
          'Change settings, at once and on every server; with If-Match only in the state that was seen',
        tags,
        body: updateSettingsRequest,
        response: { 200: settings, ...problems },
      },
    },
    async (request, reply) => {
      const ifMatch = request.headers['if-match'];
      const view = await changeSettings(deps, actorOf(request), request.body, ifMatch);
      return reply.header('etag', view.etag).send(present(view));
    },
  );
}

const present = ({ saved, configured }: SettingsView): Settings => ({
  operatorName: { saved: saved.operator_name, configured: configured.operatorName },
  supportEmail: { saved: saved.support_email, configured: configured.supportEmail },
  timeZone: { saved: saved.time_zone, configured: configured.timeZone },
  privacyUrl: { saved: saved.privacy_url, configured: configured.privacyUrl },
  apiGuideUrl: { saved: saved.api_guide_url, configured: configured.apiGuideUrl },
  applicationNamePattern: {
    saved: saved.application_name_pattern,
    configured: configured.applicationNamePattern,
  },
  logo: presentLogo(saved),
  changed:
    saved.changed_at === null || saved.changed_by === null
      ? null
      : { at: saved.changed_at.toISOString(), by: saved.changed_by.name },
});
