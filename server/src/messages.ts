import { catalogue, type MessageKey } from '@keyturn/contract';
import { IntlMessageFormat } from 'intl-messageformat';

export type MessageParameters = Record<string, string | number | Date>;

const formats = new Map<MessageKey, IntlMessageFormat>();

/**
 * The text of the message catalogue for `key`, with its parameters filled in.
 * @throws when a parameter that the message names is missing
 */
export function text(key: MessageKey, parameters: MessageParameters = {}): string {
  let format = formats.get(key);
  if (format === undefined) {
    format = new IntlMessageFormat(catalogue[key], 'en', undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  return String(format.format(parameters));
}
