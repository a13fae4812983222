import { z } from 'zod';

/**
 * What a setting may be, whether the environment states it or an operator saves it in the console: both use these
 * checks, and so does the form.
 */

const mailAddress = z.email();

export const isMailAddress = (value: string): boolean => mailAddress.safeParse(value).success;

/** @param protocols with the colon: `https:` */
export const isUrl = (value: string, protocols: string[]): boolean => {
  const url = URL.parse(value);
  return url !== null && protocols.includes(url.protocol) && url.hostname !== '';
};

export const isGuideUrl = (value: string): boolean => isUrl(value, ['http:', 'https:']);

export const isPrivacyUrl = (value: string): boolean => isUrl(value, ['https:']);

const timeZones = new Set(Intl.supportedValuesOf('timeZone'));

/** Whether `value` names a time zone of the IANA database. */
export const isTimeZone = (value: string): boolean => {
  // Making a format takes a tenth of a millisecond, and an import asks thousands of times.
  if (timeZones.has(value)) return true;
  try {
    // Offsets such as +02:00 are accepted by Intl, but know no daylight-saving time.
    return (
      /^[A-Za-z]/.test(value) &&
      new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
};

/** Whether `value` can name applications (R3.2): each of its three parts once, and otherwise letters, digits and hyphens. */
export const isNamePattern = (value: string): boolean =>
  ['{country}', '{organisation}', '{api}'].every((part) => value.split(part).length === 2) &&
  /^[A-Za-z0-9-]+$/.test(value.replace(/\{(country|organisation|api)\}/g, ''));
