import type { ReminderSecret } from '../../store/reminders.ts';
import type { TakeOver } from '../rotation/take-over.ts';

/** A client secret that is to replace another, and how far it has got. */
export type Replacement = { secret: ReminderSecret; takeOver: TakeOver };

/** What there is to tell about one client secret, and the facts that its text rests on. */
export type ReminderItem = {
  kind: 'expiring' | 'expired' | 'taken-over' | 'never-used' | 'not-replaced';
  /** The threshold that was due; null: it has none. */
  days: number | null;
  /** What each recipient is told once. */
  occasion: string;
  /** A recipient who became responsible later is not told; null: whoever is responsible now is. */
  dueAt: Date | null;
  secret: ReminderSecret;
  /** The one that has got furthest; null: there is none. */
  replacement: Replacement | null;
  /** Another client secret of the application works, and outlives this one. */
  anotherWorks: boolean;
  /** It had no token request in 90 days. */
  isUnused: boolean;
};

/** What happens to a client secret once for each of its expiry dates and thresholds (R4.3). */
export const expiringOccasion = ({ id, expires_at }: ReminderSecret, days: number): string =>
  `expiring/${id}/${expires_at.toISOString()}/${days}`;

export const expiredOccasion = ({ id, expires_at }: ReminderSecret): string =>
  `expired/${id}/${expires_at.toISOString()}`;

export const notReplacedOccasion = ({ id, expires_at }: ReminderSecret): string =>
  `not-replaced/${id}/${expires_at.toISOString()}`;

export const neverUsedOccasion = ({ id }: ReminderSecret): string => `never-used/${id}`;

/** A secret that is used again, and idle again later, can be deleted anew (R4.2). */
export const takenOverOccasion = ({ id, last_used_at }: ReminderSecret): string =>
  `taken-over/${id}/${last_used_at?.toISOString() ?? 'never'}`;
