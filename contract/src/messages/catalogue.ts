import { backupMessages } from './backup.ts';
import { cliBenchMessages } from './cli-bench.ts';
import { cliMessages } from './cli.ts';
import { configMessages } from './config.ts';
import { demoMessages } from './demo.ts';
import { guideErrorMessages } from './guide-errors.ts';
import { guideMessages } from './guide.ts';
import { importMessages } from './import.ts';
import { mailMessages } from './mail.ts';
import { mailReminderMessages } from './mail-reminders.ts';
import { operatorMessages } from './operator.ts';
import { oauthMessages } from './oauth.ts';
import { portalMessages } from './portal.ts';
import { signingKeyMessages } from './signing-keys.ts';
import { webMessages } from './web.ts';

/**
 * Every text that a person reads, as ICU messages by key: the one place to change wording or to translate from.
 * OAuth texts stay ASCII, because RFC 6749 section 5.2 allows nothing else in `error_description`.
 */
export const catalogue = {
  ...backupMessages,
  ...cliBenchMessages,
  ...cliMessages,
  ...configMessages,
  ...demoMessages,
  ...guideMessages,
  ...guideErrorMessages,
  ...importMessages,
  ...mailMessages,
  ...mailReminderMessages,
  ...oauthMessages,
  ...portalMessages,
  ...signingKeyMessages,
  ...webMessages,
  ...operatorMessages,
} as const;

export type MessageKey = keyof typeof catalogue;

export { operatorMessages } from './operator.ts';
export { webMessages, type WebMessageKey } from './web.ts';
