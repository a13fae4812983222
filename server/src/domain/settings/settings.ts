import type { SettingName } from '@keyturn/contract';
import type { Config } from '../../config.ts';
import { findSettings, type SettingsRow } from '../../store/settings.ts';
import type { Deps } from '../deps.ts';

/** What operators can set in the console, as it holds: what they saved, or else what the configuration says. */
export type SettingValues = Pick<Config, SettingName>;

/** What the configuration says, and what was saved of it when it was last read. */
export type Settings = {
  configured: SettingValues;
  /** Tells the logo's content from every other; null: there is none. */
  readonly logoHash: string | null;
  /** Reads anew what is saved. Should that fail, what was read before holds until the next time. */
  refresh(): Promise<void>;
};

export const valuesInForce = (configured: SettingValues, saved: SettingsRow): SettingValues => ({
  operatorName: saved.operator_name ?? configured.operatorName,
  supportEmail: saved.support_email ?? configured.supportEmail,
  timeZone: saved.time_zone ?? configured.timeZone,
  privacyUrl: saved.privacy_url ?? configured.privacyUrl,
  apiGuideUrl: saved.api_guide_url ?? configured.apiGuideUrl,
  applicationNamePattern: saved.application_name_pattern ?? configured.applicationNamePattern,
});

/**
 * Puts what operators saved in the place of what the environment says. The configuration that comes out is read when
 * it is used: it follows `refresh`, in all that holds it.
 */
export async function loadSettings(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  configured: Config,
): Promise<{ config: Config; settings: Settings }> {
  let saved = await findSettings(db);
  let inForce = valuesInForce(configured, saved);
  let reads = 0;
  let newest = 0;

  async function refresh(): Promise<void> {
    reads += 1;
    const read = reads;
    try {
      const row = await findSettings(db);
      // An answer that took longer than a later one's is out of date.
      if (read < newest) return;
      newest = read;
      saved = row;
      inForce = valuesInForce(configured, row);
    } catch (error) {
      log.warn({ err: error }, 'settings could not be read anew');
    }
  }

  return {
    config: {
      ...configured,
      get operatorName() {
        return inForce.operatorName;
      },
      get supportEmail() {
        return inForce.supportEmail;
      },
      get timeZone() {
        return inForce.timeZone;
      },
      get privacyUrl() {
        return inForce.privacyUrl;
      },
      get apiGuideUrl() {
        return inForce.apiGuideUrl;
      },
      get applicationNamePattern() {
        return inForce.applicationNamePattern;
      },
    },
    settings: {
      configured,
      get logoHash() {
        return saved.logo_hash;
      },
      refresh,
    },
  };
}
