/** The form in which two names, or two e-mail addresses, count as the same: without case and outer spaces. */
export const fold = (value: string): string => value.normalize('NFKC').trim().toLowerCase();
