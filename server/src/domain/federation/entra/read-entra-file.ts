import type { EntraApplication, ImportAnswers } from '@keyturn/contract';
import type { Config } from '../../../config.ts';
import { readApplicationName } from '../application-name.ts';
import type { FederationState } from '../plan-context.ts';
import { emptyImportFile } from '../read-import-file.ts';
import { byLowerCase, readEntraList, type EntraReading } from './entra-list.ts';
import { readEntraApis } from './read-entra-apis.ts';
import { readEntraApplications } from './read-entra-applications.ts';

/**
 * Reads the JSON of `az ad app list` as an import file, as far as it goes: what it cannot say is asked, and each question
 * that is open is a problem. No value of a client secret stands in it, and none is looked for.
 */
export function readEntraFile(
  input: unknown[],
  answered: ImportAnswers,
  state: FederationState,
  config: Pick<Config, 'applicationNamePattern'>,
): EntraReading {
  const { entries, problems } = readEntraList(input);
  const reading: EntraReading = {
    file: emptyImportFile(),
    problems,
    questions: [],
    leftOut: [],
    notes: new Map(),
  };
  const answers = byLowerCase(answered);
  const context = { entries, state, answers, config, reading };
  const isPartner = ({ appId, displayName }: EntraApplication): boolean =>
    state.applications.has(appId) ||
    appId in answers.organisations ||
    readApplicationName(config.applicationNamePattern, displayName) !== null;
  const apis = readEntraApis(context, isPartner);
  readEntraApplications(
    context,
    entries.filter(({ item }) => !apis.has(item.appId) && !state.apis.has(item.appId)),
  );
  return reading;
}
