import { z } from 'zod';
import { instantText, line, page } from './primitives.ts';
import { isGuideUrl, isMailAddress, isNamePattern, isPrivacyUrl, isTimeZone } from './setting-values.ts';

const setting = z.object({
  saved: z.string().nullable().describe('null: what the configuration says holds'),
  configured: z.string(),
});

/** The operator's logo. */
export const logo = z
  .object({
    url: z.string().describe('Another one for each content, so that it can be kept for good'),
    type: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml']),
    bytes: z.number().int(),
  })
  .meta({ id: 'Logo' });
export type Logo = z.infer<typeof logo>;
export type LogoType = Logo['type'];

/** As many as fit a top bar's picture, and a request. */
export const maxLogoBytes = 256 * 1024;

/** What can be set in the console; what is saved wins over the configuration. */
export const settings = z
  .object({
    operatorName: setting,
    supportEmail: setting,
    timeZone: setting,
    privacyUrl: setting.extend({ configured: z.string().nullable() }),
    apiGuideUrl: setting,
    applicationNamePattern: setting,
    logo: logo.nullable(),
    changed: z.object({ at: instantText, by: z.string() }).nullable().describe('The last change; null: none'),
  })
  .meta({ id: 'Settings' });
export type Settings = z.infer<typeof settings>;

const oneLine = (max: number, fits: (value: string) => boolean, message: string) =>
  line(max).refine(fits, message).nullable().describe('null: what the configuration says');

export const updateSettingsRequest = z
  .strictObject({
    operatorName: line(100).nullable().describe('null: what the configuration says'),
    supportEmail: oneLine(254, isMailAddress, 'must be an e-mail address'),
    timeZone: oneLine(100, isTimeZone, 'must be an IANA time zone, for example Europe/Amsterdam'),
    privacyUrl: oneLine(2000, isPrivacyUrl, 'must be an https address'),
    apiGuideUrl: oneLine(2000, isGuideUrl, 'must be an http or https address'),
    applicationNamePattern: oneLine(
      200,
      isNamePattern,
      'must contain {country}, {organisation} and {api} once each, and otherwise letters, digits and hyphens',
    ),
  })
  .partial()
  .meta({ id: 'UpdateSettingsRequest' });
export type UpdateSettingsRequest = z.infer<typeof updateSettingsRequest>;
export type SettingName = keyof UpdateSettingsRequest;
export const settingNames: readonly SettingName[] = updateSettingsRequest.keyof().options;

const version = z.number().int();
const published = {
  version,
  publishedAt: instantText,
  publishedBy: z.string().nullable().describe('null: not known'),
};

/** A version of the terms of use, without its text. */
export const termsVersion = z
  .object({
    ...published,
    acceptances: z.number().int().describe('How many active members accepted it'),
  })
  .meta({ id: 'TermsVersion' });
export type TermsVersion = z.infer<typeof termsVersion>;

export const termsVersionPage = page(termsVersion)
  .extend({ activeMembers: z.number().int().describe('How many there are to accept') })
  .meta({ id: 'TermsVersionPage' });
export type TermsVersionPage = z.infer<typeof termsVersionPage>;

export const termsVersionsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional().describe('`next` of the page before'),
});

export const publishedTerms = z.object({ ...published, text: z.string() }).meta({ id: 'PublishedTerms' });
export type PublishedTerms = z.infer<typeof publishedTerms>;
