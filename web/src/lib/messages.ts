import { webMessages, type WebMessageKey } from '@keyturn/contract';
import { IntlMessageFormat } from 'intl-messageformat';
import type { ReactNode } from 'react';
import { formatLocale } from './locale.ts';

export type MessageParameters = Record<string, string | number>;

const formats = new Map<WebMessageKey, IntlMessageFormat>();

// Otherwise each message looks for it anew, which takes longer than everything else.
const locale = new Intl.Locale(formatLocale);
IntlMessageFormat.resolveLocale = () => locale;

const catalogue: Partial<Record<WebMessageKey, string>> = { ...webMessages };

/** Adds texts that only some pages load. */
export function addMessages(messages: Partial<Record<WebMessageKey, string>>): void {
  Object.assign(catalogue, messages);
}

/** @throws when it belongs to pages that add it, and none of these is loaded */
function messageOf(key: WebMessageKey): string {
  const message = catalogue[key];
  if (message === undefined) throw new Error(`no text ${key} is loaded`);
  return transform(message);
}

let transform: (message: string) => string = (message) => message;

/** Changes every message of the catalogue before it is formatted: for the pseudo-locale, before anything is shown. */
export function transformMessages(change: (message: string) => string): void {
  transform = change;
  formats.clear();
}

/**
 * The text of the message catalogue for `key`, with its parameters filled in.
 * @throws when a parameter that the message names is missing
 */
export function text(key: WebMessageKey, parameters: MessageParameters = {}): string {
  const message = messageOf(key);
  // Most have nothing to be filled in, and parsing takes a while.
  return isPlain(message) ? message : String(formatOf(key).format(parameters));
}

/** Without what the syntax of ICU messages gives a meaning to. */
const isPlain = (message: string): boolean => !/[{}'#]/.test(message);

/** A text in pieces, so that `<Message>` can put elements between them. */
export const textParts = (key: WebMessageKey, parameters: Record<string, ReactNode>) =>
  formatOf(key).formatToParts<ReactNode>(parameters);

function formatOf(key: WebMessageKey): IntlMessageFormat {
  let format = formats.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(messageOf(key), formatLocale, undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  return format;
}
