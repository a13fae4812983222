import { z } from 'zod';
import { formerSystem } from './secret-elsewhere.ts';
import { instantText, page, searchText, uuid } from './primitives.ts';

/** What a mail tells about one client secret or application (R4, R5.4). */
export const notificationKind = z.enum([
  'expiring',
  'expired',
  'taken-over',
  'never-used',
  'presented',
  'not-replaced',
  'unmanaged',
  'secret-created',
  'secret-deleted',
  'secret-disabled',
  'role-assigned',
  'role-removed',
  'colleague-assigned',
  'colleague-removed',
  'colleague-disabled',
  'colleague-without-factor',
  'colleague-email-changed',
  'application-disabled',
  'application-enabled',
  'failed-mails',
  'test',
]);
export type NotificationKind = z.infer<typeof notificationKind>;

/** How far a mail is: `failed` for good, until somebody sends it again. */
export const notificationStatus = z.enum(['queued', 'delivered', 'failed']);
export type NotificationStatus = z.infer<typeof notificationStatus>;

/** Whom a test mail goes to. */
export const testMailRequest = z
  .object({
    userId: uuid
      .optional()
      .describe(
        'Left out: whoever asks. An operator client, which has no mailbox, names a user; operators may',
      ),
  })
  .nullish()
  .meta({ id: 'TestMailRequest' });

/** A client secret or application that a mail speaks of. */
const notificationTopic = z.object({
  kind: notificationKind,
  days: z.number().int().nullable().describe('Of a reminder: the threshold that was due, in days'),
  application: z.object({ clientId: z.string(), name: z.string() }).nullable(),
  secret: z
    .object({
      id: z.string(),
      name: z.string(),
      hint: z.string(),
      system: formerSystem.nullable().describe('The system that it is of; null: it is one of this one'),
    })
    .nullable(),
});

/** A mail as the notification log lists it: what, when, to whom, and what became of it. */
export const notification = z
  .object({
    number: z.number().int().describe('What the mail itself calls it'),
    kind: z.string().describe('The kind of mail, for example `reminder`'),
    subject: z.string(),
    at: instantText,
    recipient: z.object({
      email: z.string(),
      name: z.string().nullable().describe('null: a shared mailbox'),
    }),
    status: notificationStatus,
    deliveredAt: instantText.nullable(),
    acceptedBy: z.string().nullable().describe('The mail server that took it, with its answer'),
    attempts: z.number().int(),
    nextAttemptAt: instantText.nullable().describe('While it is queued'),
    error: z.string().nullable().describe('For operators: what the mail server last said against it'),
    canSendAgain: z.boolean().describe('For operators: it failed for good, and all of it is still there'),
    topics: z.array(notificationTopic).describe('Those about applications that the caller may see'),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof notification>;

/** One mail with what it says; null for the reader who may not see all that it speaks of, or whose it is not. */
export const notificationDetails = notification
  .extend({ content: z.object({ text: z.string(), html: z.string() }).nullable() })
  .meta({ id: 'NotificationDetails' });
export type NotificationDetails = z.infer<typeof notificationDetails>;

export const notificationPage = page(notification).meta({ id: 'NotificationPage' });

export const notificationsQuery = z.object({
  application: uuid.optional().describe('Client ID'),
  secret: uuid.optional().describe('ID of a client secret'),
  user: uuid.optional().describe('ID of the user who was told'),
  search: searchText(200)
    .optional()
    .describe(
      'Part of a recipient’s name or address, or of the name of an application or a client secret; a client ID; a hint',
    ),
  status: notificationStatus.optional(),
  kind: notificationKind.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1000).optional(),
});

/** What a kind of mail looks like, with sample content. */
export const notificationPreview = z
  .object({ kind: z.string(), subject: z.string(), text: z.string(), html: z.string() })
  .meta({ id: 'NotificationPreview' });
export type NotificationPreview = z.infer<typeof notificationPreview>;

export const notificationPreviews = z
  .object({ items: z.array(notificationPreview) })
  .meta({ id: 'NotificationPreviews' });

/** A mail as a page of its own, to be framed. */
export const mailPageQuery = z.object({
  scheme: z
    .enum(['light', 'dark'])
    .optional()
    .describe('Left out: as the system of whoever looks at it asks'),
});
export type MailScheme = z.infer<typeof mailPageQuery>['scheme'];
