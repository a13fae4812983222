import { operatorMessages, type ChecklistStep } from '@keyturn/contract';
import { describe, expect, test } from 'vitest';
import { addMessages } from '../../../lib/messages.ts';
import { describeStep } from './describe-step.ts';

addMessages(operatorMessages);

const context = { now: new Date('2027-03-16T15:00:00Z'), timeZone: 'Europe/Berlin', mailsGoToFiles: false };
const say = (step: ChecklistStep, mailsGoToFiles = false) => {
  const { state, fact, link } = describeStep(step, { ...context, mailsGoToFiles });
  return [state, fact, link?.to];
};

const application = { clientId: 'c-1', name: 'Partner-NL-Bank-SMC' };
const firstToken = { step: 'first-token', isDone: false, application, organisation: 'Bank' } as const;
const created = { by: 'Anna', at: '2027-03-16T13:02:00Z' };

describe('a step of the checklist says in one sentence how far it is, and leads to where it goes on', () => {
  test.each<[ChecklistStep, ReturnType<typeof say>]>([
    [
      {
        ...firstToken,
        state: 'open',
        application: null,
        organisation: null,
        created: null,
        firstTokenAt: null,
      },
      ['open', 'A credential manager creates the first client secret.', undefined],
    ],
    [
      { ...firstToken, state: 'waiting', created: null, firstTokenAt: null },
      ['pending', 'Waiting for Bank to create a secret.', '/operator/applications/c-1'],
    ],
    [
      { ...firstToken, state: 'created', created, firstTokenAt: null },
      [
        'pending',
        'Secret created by Anna, 14:02. Waiting for its first token.',
        '/operator/applications/c-1',
      ],
    ],
    [
      { ...firstToken, isDone: true, state: 'used', created, firstTokenAt: '2027-03-16T13:20:00Z' },
      ['done', 'Secret created by Anna, 14:02; first token 14:20.', '/operator/applications/c-1'],
    ],
    [
      { step: 'second-operator', isDone: false, operators: 1, invited: 1 },
      ['pending', 'One is invited and has not set up the account yet.', '/operator/users'],
    ],
    [
      { step: 'second-operator', isDone: false, operators: 1, invited: 0 },
      ['open', 'Nobody else could help if you are locked out.', '/operator/users/new'],
    ],
    [
      { step: 'api', isDone: false, withoutCredential: { id: 'a-1', name: 'Data Manager' } },
      [
        'pending',
        'Data Manager has no introspection credential yet: it could not ask whether an access token is valid.',
        '/operator/apis/a-1',
      ],
    ],
    [
      { step: 'terms', isDone: false, termsVersion: 2, privacyUrl: null },
      [
        'open',
        'Version 2 of the terms is in force; the privacy address is missing. Invite members once it is set.',
        '/operator/settings',
      ],
    ],
    [
      { step: 'terms', isDone: true, termsVersion: 2, privacyUrl: 'https://example.org/p' },
      ['done', 'Version 2 of the terms is in force, and the privacy address is set.', '/operator/terms'],
    ],
    [
      { step: 'managers', isDone: false, application },
      [
        'open',
        'Partner-NL-Bank-SMC has none: nobody can create a client secret for it.',
        '/operator/applications/c-1',
      ],
    ],
  ])('%j', (step, said) => {
    expect(say(step)).toEqual(said);
  });

  test('a test mail that went to a file is none', () => {
    const step = { step: 'test-mail', isDone: false, acceptedAt: null } as const;
    expect(say(step, true)[1]).toBe('There is no mail server yet: mails are only kept as files.');
    expect(say(step)[1]).toBe('No mail server has accepted one yet.');
  });
});
