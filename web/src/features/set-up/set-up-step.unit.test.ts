import type { SignInProgress } from '@keyturn/contract';
import { expect, it } from 'vitest';
import { firstStep, setUpStep } from './set-up-step.ts';

const progress = (values: Partial<SignInProgress>): SignInProgress => ({
  next: 'password',
  setUp: true,
  user: { name: 'Anna', email: 'anna@de.example.org' },
  organisation: { name: 'Register' },
  factors: [],
  termsVersion: null,
  ...values,
});

it('counts four steps for operators', () => {
  const kept = { steps: 4 };
  expect([
    firstStep(progress({})),
    setUpStep(progress({}), kept),
    setUpStep(progress({ next: 'enrolment' }), kept),
    setUpStep(progress({ next: 'done', setUp: false }), kept),
  ]).toEqual([
    { step: 'details', number: 1, of: 4 },
    { step: 'password', number: 2, of: 4 },
    { step: 'authenticator', number: 3, of: 4 },
    { step: 'recovery-codes', number: 4, of: 4 },
  ]);
});

it('counts five where terms have to be accepted, also once they are', () => {
  const kept = { steps: 5 };
  expect([
    firstStep(progress({ termsVersion: 3 })),
    setUpStep(progress({ next: 'terms', termsVersion: 3 }), kept),
    setUpStep(progress({ next: 'enrolment' }), kept),
    setUpStep(progress({ next: 'done', setUp: false }), kept),
  ]).toEqual([
    { step: 'details', number: 1, of: 5 },
    { step: 'terms', number: 3, of: 5 },
    { step: 'authenticator', number: 4, of: 5 },
    { step: 'recovery-codes', number: 5, of: 5 },
  ]);
});

it('knows when no set-up is under way', () => {
  expect(setUpStep(null, {})).toBeNull();
  expect(setUpStep(progress({ next: 'second-factor', setUp: false }), {})).toBeNull();
  expect(setUpStep(progress({ next: 'enrolment', setUp: false }), {})).toBeNull();
});
