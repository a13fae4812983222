import type { Application } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Answers } from './answers.ts';
import type { RunningDemo } from './start-demo.ts';
import { accountStates } from './states/account-states.ts';
import { alertStates } from './states/alert-states.ts';
import { createStates } from './states/create-states.ts';
import { deleteStates } from './states/delete-states.ts';
import { listStates } from './states/list-states.ts';
import { notificationStates } from './states/notification-states.ts';
import { operatorOverviewStates } from './states/operator-overview-states.ts';
import { operatorPeopleStates } from './states/operator-people-states.ts';
import { operatorSettingsStates } from './states/operator-settings-states.ts';
import { operatorStates } from './states/operator-states.ts';
import { passwordStates } from './states/password-states.ts';
import { rotationStates } from './states/rotation-states.ts';
import { sessionStates } from './states/session-states.ts';
import { setUpStates } from './states/set-up-states.ts';
import { signInStates } from './states/sign-in-states.ts';
import { simpleStates } from './states/simple-states.ts';
import { termsStates } from './states/terms-states.ts';
import { usageStates } from './states/usage-states.ts';
import type { Look } from './take-picture.ts';

/** Something a page looks like, and how to get there. */
export type State = {
  name: string;
  /** What there is to see, in a sentence. */
  shows: string;
  /** Who is signed in, by the beginning of their e-mail address; left out: nobody. */
  as?: string;
  /** Left out: Manage API Credentials. */
  path?: string;
  /** Before the page is opened: what is answered otherwise than by the demo. */
  before?: Act;
  /** From the opened page to what the picture shows; ends when it is there. */
  show: Act;
};

export type Act = (stage: Stage) => Promise<unknown>;

export type Stage = {
  page: Page;
  answers: Answers;
  /** What the person manages in the demo: a copy, to be changed at will and answered. */
  applications: Application[];
  /** Everybody's, also a copy. */
  everyApplication: Application[];
  demo: RunningDemo;
};

/** To picture another page, add its states to one of these lists or a list of its own here. */
export const chapters: { heading: string; states: State[] }[] = [
  { heading: 'Signing in', states: signInStates },
  { heading: 'Manage API Credentials', states: listStates },
  { heading: 'Alerts', states: alertStates },
  { heading: 'Creating a client secret', states: createStates },
  { heading: 'Usage', states: usageStates },
  { heading: 'Rotation', states: rotationStates },
  { heading: 'Deleting, disabling and enabling', states: deleteStates },
  { heading: 'Notifications', states: notificationStates },
  {
    heading: 'Operator team',
    states: [
      ...operatorSettingsStates,
      ...operatorOverviewStates,
      ...operatorStates,
      ...operatorPeopleStates,
    ],
  },
  { heading: 'Setting up an account', states: setUpStates },
  { heading: 'A forgotten password', states: passwordStates },
  { heading: 'Account', states: accountStates },
  { heading: 'Session', states: sessionStates },
  { heading: 'Terms of use', states: termsStates },
  { heading: 'Other pages', states: simpleStates },
];

export const states: State[] = chapters.flatMap((chapter) => chapter.states);

/** The pictures of the guides. */
export const curated: ({ file: string; state: string } & Look)[] = [
  { file: 'sign-in.png', state: 'sign-in', width: 1280, dark: false, firstScreen: true },
  { file: 'manage-api-credentials.png', state: 'list', width: 1280, dark: false },
  { file: 'dark.png', state: 'list', width: 1280, dark: true },
  { file: 'phone.png', state: 'list', width: 360, dark: false, firstScreen: true },
  { file: 'create.png', state: 'create', width: 1280, dark: false, firstScreen: true },
  { file: 'copy.png', state: 'copy', width: 1280, dark: false, firstScreen: true },
  { file: 'connection-details.png', state: 'connection-details', width: 1280, dark: false },
  { file: 'usage.png', state: 'usage', width: 1280, dark: false },
  { file: 'rotation.png', state: 'rotation-3-partly', width: 1280, dark: false },
  { file: 'rotation-delete.png', state: 'rotation-4-delete', width: 1280, dark: false, firstScreen: true },
  { file: 'operator-overview.png', state: 'operator-overview', width: 1280, dark: false },
  { file: 'operator-conflict.png', state: 'operator-organisation-conflict', width: 1280, dark: false },
  { file: 'alert.png', state: 'alert-refused-disabled', width: 1280, dark: false, firstScreen: true },
  { file: 'delete.png', state: 'delete-in-use', width: 1280, dark: false, firstScreen: true },
  { file: 'disable.png', state: 'usage-disabled-refused', width: 1280, dark: false },
  { file: 'set-up.png', state: 'set-up-4-authenticator', width: 1280, dark: false },
  { file: 'account.png', state: 'account', width: 1280, dark: false },
  { file: 'reset-mfa.png', state: 'enrolment-code', width: 1280, dark: false, firstScreen: true },
];
