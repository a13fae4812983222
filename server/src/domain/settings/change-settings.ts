import { settingNames, type SettingName, type UpdateSettingsRequest } from '@keyturn/contract';
import { notifySettings } from '../../store/change-notifications.ts';
import type { Tx } from '../../store/db.ts';
import { updateOperatorOrganisation } from '../../store/organisations.ts';
import { findSettings, updateSettings, type SettingsRow } from '../../store/settings.ts';
import type { Actor } from '../audit/actor.ts';
import { change, type Recorded } from '../audit/change.ts';
import { recordedValues } from '../audit/recorded-values.ts';
import type { Deps } from '../deps.ts';
import { requireOperator, storedActor } from '../policy.ts';
import { recordEtag, requireSeen } from '../record-etag.ts';
import { valuesInForce, type SettingValues } from './settings.ts';

export type ChangeSettingsDeps = Pick<Deps, 'db' | 'clock' | 'sealer' | 'changes' | 'settings' | 'tenantId'>;

/** What is saved, what the configuration says, and the tag of what can be changed of it. */
export type SettingsView = { saved: SettingsRow; configured: SettingValues; etag: string };

/** Which column holds what was saved. */
const settingColumns = {
  operatorName: 'operator_name',
  supportEmail: 'support_email',
  timeZone: 'time_zone',
  privacyUrl: 'privacy_url',
  apiGuideUrl: 'api_guide_url',
  applicationNamePattern: 'application_name_pattern',
} as const satisfies Record<SettingName, keyof SettingsRow>;

/** @throws KeyturnError `not-found` for anybody but the operator team */
export async function readSettings(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  actor: Actor,
): Promise<SettingsView> {
  requireOperator(actor);
  const saved = await findSettings(db);
  return { saved, configured: settings.configured, etag: tagOf(saved) };
}

/**
 * Saves settings, or with null goes back to what the configuration says; what is left out stays (R7). They hold at once
 * in this process, and on other servers as soon as those hear of it. A new name or time zone is given to the operator's
 * own organisation too.
 * @throws KeyturnError `not-found`, `record-changed`
 */
export async function changeSettings(
  deps: ChangeSettingsDeps,
  actor: Actor,
  changes: UpdateSettingsRequest,
  ifMatch: string | undefined,
): Promise<SettingsView> {
  requireOperator(actor);
  await change(deps, actor, async (tx, record) => {
    const before = await findSettings(tx);
    requireSeen(ifMatch, tagOf(before));
    const changed = settingNames.filter(
      (name) => changes[name] !== undefined && changes[name] !== before[settingColumns[name]],
    );
    if (changed.length === 0) return;
    const values = columnsOf(changed, (name) => changes[name] ?? null);
    const after = { ...before, ...values };
    await saveSettings(tx, deps, actor, values);
    const inForce = valuesInForce(deps.settings.configured, after);
    record({
      action: 'settings.updated',
      target: settingsTarget(deps, inForce),
      before: recordedSettings(deps, before, changed),
      after: recordedSettings(deps, after, changed),
    });
    await followInOrganisation(tx, record, changed, inForce);
  });
  await deps.settings.refresh();
  return readSettings(deps, actor);
}

/** Writes what is saved, in a change that is under way, and has the other servers read it anew. */
export async function saveSettings(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  actor: Actor,
  values: Parameters<typeof updateSettings>[1],
): Promise<void> {
  await updateSettings(tx, {
    ...values,
    changed_at: clock.now(),
    changed_by: JSON.stringify(storedActor(actor)),
  });
  await notifySettings(tx);
}

/** What audit events about settings are about. */
export const settingsTarget = (
  { tenantId }: Pick<Deps, 'tenantId'>,
  { operatorName }: Pick<SettingValues, 'operatorName'>,
): Recorded['target'] => ({ type: 'settings', id: tenantId, name: operatorName });

const columnsOf = (
  names: readonly SettingName[],
  valueOf: (name: SettingName) => string | null,
): Partial<Pick<SettingsRow, (typeof settingColumns)[SettingName]>> =>
  Object.fromEntries(names.map((name) => [settingColumns[name], valueOf(name)]));

const tagOf = (row: SettingsRow): string =>
  recordEtag(columnsOf(settingNames, (name) => row[settingColumns[name]]));

/** The values that held, and which of them the configuration stated. */
function recordedSettings(
  { settings }: Pick<Deps, 'settings'>,
  row: SettingsRow,
  names: SettingName[],
): Record<string, unknown> {
  const values = valuesInForce(settings.configured, row);
  return {
    ...Object.fromEntries(names.map((name) => [name, values[name]])),
    fromConfiguration: names.filter((name) => row[settingColumns[name]] === null),
  };
}

async function followInOrganisation(
  tx: Tx,
  record: (event: Recorded) => void,
  changed: SettingName[],
  { operatorName, timeZone }: SettingValues,
): Promise<void> {
  const values = {
    ...(changed.includes('operatorName') ? { name: operatorName } : {}),
    ...(changed.includes('timeZone') ? { time_zone: timeZone } : {}),
  };
  if (Object.keys(values).length === 0) return;
  const before = await updateOperatorOrganisation(tx, values);
  if (before === undefined) return;
  const after = { ...before, ...values };
  record({
    action: 'organisation.updated',
    target: { type: 'organisation', id: after.id, name: after.name },
    before: recordedValues(before),
    after: recordedValues(after),
  });
}
