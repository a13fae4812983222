/**
 * The language of texts and the form of dates. `?locale=pseudo` shows English with accents and 40 % more letters, to
 * see that nothing overflows and that no text is missing from the catalogue.
 */
const pseudoLocale = 'pseudo';

export const isPseudo = (): boolean =>
  new URLSearchParams(globalThis.location?.search ?? '').get('locale') === pseudoLocale;

/** For `Intl` and ICU plurals. British dates: the day comes first. */
export const formatLocale = 'en-GB';
