/** Mails, what each told whom, and the jobs that write them: a part of the first migration. */
export const mailStatements = [
  `create sequence mail_number`,
  `create table mail (
    id uuid primary key,
    number bigint not null unique,
    kind text not null,
    created_at timestamptz not null,
    recipient text not null,
    user_id uuid references portal_user,
    to_operators boolean not null default false,
    subject text not null,
    text text not null,
    html text not null,
    message_id text not null unique,
    status text not null check (status in ('queued', 'delivered', 'failed')),
    attempts integer not null,
    queued_at timestamptz not null,
    next_attempt_at timestamptz not null,
    last_error text,
    delivered_at timestamptz,
    accepted_by text,
    is_whole boolean not null default true
  )`,
  `create index mail_queued on mail (next_attempt_at) where status = 'queued'`,
  `create index mail_failed on mail (number) where status = 'failed'`,
  `create table notification (
    id bigint generated always as identity primary key,
    mail_id uuid not null references mail on delete cascade,
    kind text not null,
    application_id uuid references application,
    secret_id uuid references client_secret,
    days integer,
    recipient_key text not null,
    occasion text,
    at timestamptz not null,
    constraint notification_once unique (occasion, recipient_key)
  )`,
  `create index notification_mail on notification (mail_id)`,
  `create index notification_application on notification (application_id) where application_id is not null`,
  `create index notification_secret on notification (secret_id) where secret_id is not null`,
  `create index notification_recipient on notification (recipient_key, at)`,
  `create table organisation_reminder (
    organisation_id uuid primary key references organisation,
    reminded_on text not null
  )`,
  `create table job (
    name text primary key,
    watermark timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    error text
  )`,
];
