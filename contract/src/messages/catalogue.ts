import { cliMessages } from './cli.ts';
import { configMessages } from './config.ts';
import { guideMessages } from './guide.ts';
import { importMessages } from './import.ts';
import { oauthMessages } from './oauth.ts';
import { portalMessages } from './portal.ts';

/**
 * Every text that a person reads, as ICU messages by key: the one place to change wording or to translate from.
 * OAuth texts stay ASCII, because RFC 6749 section 5.2 allows nothing else in `error_description`.
 */
export const catalogue = {
  ...cliMessages,
  ...configMessages,
  ...guideMessages,
  ...importMessages,
  ...oauthMessages,
  ...portalMessages,
} as const;

export type MessageKey = keyof typeof catalogue;
