import type { Application } from '@keyturn/contract';
import type { Page } from 'playwright-core';
import type { Answers } from './answers.ts';
import type { RunningDemo } from './start-demo.ts';
import { createStates } from './states/create-states.ts';
import { deleteStates } from './states/delete-states.ts';
import { listStates } from './states/list-states.ts';
import { rotationStates } from './states/rotation-states.ts';
import { signInStates } from './states/sign-in-states.ts';
import { simpleStates } from './states/simple-states.ts';
import type { Look } from './take-picture.ts';

/** Something a page looks like, and how to get there. */
export type State = {
  name: string;
  /** Who is signed in, by the beginning of their e-mail address; left out: nobody. */
  as?: string;
  /** Left out: Manage API Credentials. */
  path?: string;
  /** Before the page is opened: what is answered otherwise than by the demo. */
  before?: (stage: Stage) => Promise<unknown>;
  /** From the opened page to what the picture shows; ends when it is there. */
  show: (stage: Stage) => Promise<unknown>;
};

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
export const states: State[] = [
  ...signInStates,
  ...listStates,
  ...createStates,
  ...rotationStates,
  ...deleteStates,
  ...simpleStates,
];

/** The pictures of the documentation. */
export const curated: ({ file: string; state: string } & Look)[] = [
  { file: 'sign-in.png', state: 'sign-in', width: 1280, dark: false, firstScreen: true },
  { file: 'manage-api-credentials.png', state: 'list', width: 1280, dark: false },
  { file: 'create.png', state: 'create', width: 1280, dark: false, firstScreen: true },
  { file: 'copy.png', state: 'copy', width: 1280, dark: false, firstScreen: true },
  { file: 'rotation.png', state: 'rotation-confirm', width: 1280, dark: false, firstScreen: true },
  { file: 'delete.png', state: 'delete-in-use', width: 1280, dark: false, firstScreen: true },
  { file: 'dark.png', state: 'list', width: 1280, dark: true },
  { file: 'phone.png', state: 'list', width: 360, dark: false, firstScreen: true },
];
