import { createHash } from 'node:crypto';
import { maxLogoBytes } from '@keyturn/contract';
import { findLogo, findSettings, type LogoRow } from '../../store/settings.ts';
import type { Actor } from '../audit/actor.ts';
import { change } from '../audit/change.ts';
import type { Deps } from '../deps.ts';
import { KeyturnError } from '../errors.ts';
import { requireOperator } from '../policy.ts';
import {
  readSettings,
  saveSettings,
  settingsTarget,
  type ChangeSettingsDeps,
  type SettingsView,
} from './change-settings.ts';
import { recognisePicture } from './recognise-picture.ts';
import { valuesInForce } from './settings.ts';

/** The operator's logo, for everybody; undefined: there is none. */
export const readLogo = ({ db }: Pick<Deps, 'db'>): Promise<LogoRow | undefined> => findLogo(db);

/**
 * Makes a picture the operator's logo. What kind of picture it is, its own bytes say.
 * @throws KeyturnError `not-found`, `logo-unrecognised`, `payload-too-large`
 */
export async function setLogo(deps: ChangeSettingsDeps, actor: Actor, bytes: Buffer): Promise<SettingsView> {
  requireOperator(actor);
  if (bytes.length > maxLogoBytes) throw new KeyturnError('payload-too-large', { max: maxLogoBytes });
  const type = recognisePicture(bytes);
  if (type === null) throw new KeyturnError('logo-unrecognised');
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  return putLogo(deps, actor, { logo: bytes, logo_type: type, logo_hash: hash });
}

/** Has the drawn mark shown again. @throws KeyturnError `not-found` */
export async function removeLogo(deps: ChangeSettingsDeps, actor: Actor): Promise<SettingsView> {
  requireOperator(actor);
  return putLogo(deps, actor, { logo: null, logo_type: null, logo_hash: null });
}

async function putLogo(
  deps: ChangeSettingsDeps,
  actor: Actor,
  values: LogoRow | Record<keyof LogoRow, null>,
): Promise<SettingsView> {
  await change(deps, actor, async (tx, record) => {
    const saved = await findSettings(tx);
    if (saved.logo_hash === values.logo_hash) return;
    await saveSettings(tx, deps, actor, values);
    record({
      action: values.logo === null ? 'settings.logo-removed' : 'settings.logo-set',
      target: settingsTarget(deps, valuesInForce(deps.settings.configured, saved)),
      before: recordedLogo(saved.logo_type, saved.logo_bytes, saved.logo_hash),
      after: recordedLogo(values.logo_type, values.logo?.length ?? null, values.logo_hash),
    });
  });
  await deps.settings.refresh();
  return readSettings(deps, actor);
}

const recordedLogo = (type: string | null, bytes: number | null, hash: string | null) =>
  hash === null ? null : { type, bytes, hash };
