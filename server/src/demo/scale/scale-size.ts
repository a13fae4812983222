import type { Draw } from './draw.ts';

/** How much there is; everything else follows from the number of organisations. */
export type ScaleSize = {
  organisations: number;
  mails: number;
  auditEvents: number;
};

/** 20,000 organisations with 60,000 applications, 45,000 users and 200,000 client secrets. */
export const fullScale: ScaleSize = { organisations: 20_000, mails: 100_000, auditEvents: 300_000 };

export const applicationsEach = 3;
/** At most: every fourth organisation has as many, the others one less. */
export const usersEach = 3;
/** At most: every third application has as many, the others one less. */
export const secretsEach = 4;

/** What a part of the filling needs. */
export type Filling = {
  draw: Draw;
  size: ScaleSize;
  now: Date;
};
