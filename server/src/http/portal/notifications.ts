import {
  mailPageQuery,
  notificationDetails,
  notificationPage,
  notificationPreviews,
  notificationsQuery,
  testMailRequest,
  type Notification,
} from '@keyturn/contract';
import { z } from 'zod';
import type { Deps } from '../../domain/deps.ts';
import { KeyturnError } from '../../domain/errors.ts';
import { notificationKindOf } from '../../domain/notification/kinds.ts';
import {
  listNotifications,
  readNotification,
  type LoggedMail,
} from '../../domain/notification/list-notifications.ts';
import { previewMails } from '../../domain/notification/preview-mails.ts';
import { sendAgain } from '../../domain/notification/send-again.ts';
import { sendTestMail } from '../../domain/notification/send-test-mail.ts';
import { actorOf } from './authenticate.ts';
import { sendMailPage } from './mail-page.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { PortalApp } from './portal-app.ts';
import { problems } from './problems-schema.ts';

const tags = ['notifications'];
const params = z.object({ number: z.string() });

/** The notification log: what was mailed when, to whom, and what became of it (R4). */
export function registerNotifications(app: PortalApp, deps: Deps): void {
  app.get(
    '/notifications',
    {
      schema: {
        operationId: 'listNotifications',
        summary: 'List mails: all for operators, those about their applications for managers',
        tags,
        querystring: notificationsQuery,
        response: { 200: notificationPage, ...problems },
      },
    },
    async (request) => {
      const { cursor, ...query } = request.query;
      const beforeNumber = decodeCursor(z.int(), cursor);
      const { mails, nextNumber } = await listNotifications(deps, actorOf(request), {
        ...query,
        beforeNumber,
      });
      return {
        items: mails.map(present),
        next: nextNumber === null ? null : encodeCursor(nextNumber),
      };
    },
  );

  app.get(
    '/notifications/:number',
    {
      schema: {
        operationId: 'getNotification',
        summary: 'Read one mail, with its content where the reader may see all that it speaks of',
        tags,
        params,
        response: { 200: notificationDetails, ...problems },
      },
    },
    async (request) => {
      const read = await readNotification(deps, actorOf(request), numberOf(request.params));
      return { ...present(read), content: read.content };
    },
  );

  app.get(
    '/notifications/:number/page',
    {
      schema: {
        operationId: 'showNotification',
        summary: 'The same content as a page of its own, which nothing can be pressed in',
        tags,
        params,
        querystring: mailPageQuery,
        response: { 200: z.string().describe('text/html'), ...problems },
      },
    },
    async (request, reply) => {
      const { content } = await readNotification(deps, actorOf(request), numberOf(request.params));
      if (content === null) throw new KeyturnError('not-found');
      return sendMailPage(reply, content.html, request.query.scheme);
    },
  );

  app.post(
    '/notifications/:number/send-again',
    {
      schema: {
        operationId: 'sendNotificationAgain',
        summary: 'Queue a mail that failed for good once more',
        tags,
        params,
        response: { 204: z.null(), ...problems },
      },
    },
    async (request, reply) => {
      await sendAgain(deps, actorOf(request), numberOf(request.params));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/notifications/test',
    {
      schema: {
        operationId: 'sendTestMail',
        summary: 'Mail the caller, or a user whom an operator names, a test mail',
        tags,
        body: testMailRequest,
        response: { 201: z.object({ number: z.number().int() }), ...problems },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await sendTestMail(deps, actorOf(request), request.body?.userId ?? null)),
  );

  app.get(
    '/notification-previews',
    {
      schema: {
        operationId: 'previewNotifications',
        summary: 'Every kind of mail with sample content',
        tags,
        response: { 200: notificationPreviews, ...problems },
      },
    },
    (request) => ({ items: previewMails(deps, actorOf(request)) }),
  );

  app.get(
    '/notification-previews/:kind/page',
    {
      schema: {
        operationId: 'showNotificationPreview',
        summary: 'One of them as a page of its own, which nothing can be pressed in',
        tags,
        params: z.object({ kind: z.string() }),
        querystring: mailPageQuery,
        response: { 200: z.string().describe('text/html'), ...problems },
      },
    },
    (request, reply) => {
      const { kind } = request.params;
      const preview = previewMails(deps, actorOf(request)).find((one) => one.kind === kind);
      if (preview === undefined) throw new KeyturnError('not-found');
      return sendMailPage(reply, preview.html, request.query.scheme);
    },
  );
}

/** The mail calls it 00123. */
function numberOf({ number }: { number: string }): number {
  if (!/^\d{1,15}$/.test(number)) throw new KeyturnError('not-found');
  return Number(number);
}

function present({ mail, topics, isForOperator }: LoggedMail): Notification {
  return {
    number: Number(mail.number),
    kind: mail.kind,
    subject: mail.subject,
    at: mail.created_at.toISOString(),
    recipient: { email: mail.recipient, name: mail.recipient_name },
    status: mail.status,
    deliveredAt: mail.delivered_at?.toISOString() ?? null,
    acceptedBy: mail.accepted_by,
    attempts: mail.attempts,
    nextAttemptAt: mail.status === 'queued' ? mail.next_attempt_at.toISOString() : null,
    error: isForOperator ? mail.last_error : null,
    canSendAgain: isForOperator && mail.status === 'failed' && mail.is_whole,
    topics: topics.flatMap((topic) => {
      const kind = notificationKindOf(topic.kind);
      if (kind === null) return [];
      return [
        {
          kind,
          days: topic.days,
          application:
            topic.application_id === null
              ? null
              : { clientId: topic.application_id, name: topic.application_name ?? '' },
          secret: secretOf(topic),
        },
      ];
    }),
  };
}

function secretOf(topic: LoggedMail['topics'][number]): Notification['topics'][number]['secret'] {
  if (topic.elsewhere_id !== null)
    return {
      id: topic.elsewhere_id,
      name: topic.elsewhere_name ?? '',
      hint: topic.elsewhere_hint ?? '',
      system: topic.elsewhere_system,
    };
  if (topic.secret_id === null) return null;
  return { id: topic.secret_id, name: topic.secret_name ?? '', hint: topic.secret_hint ?? '', system: null };
}
