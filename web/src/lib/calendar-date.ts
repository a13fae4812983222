const dayMs = 86_400_000;
const form = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a date of the calendar, as `YYYY-MM-DD`. */
export const isCalendarDate = (date: string): boolean =>
  form.test(date) && !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && addDays(date, 0) === date;

/** The date so many days later. */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** 0 for Sunday to 6 for Saturday. */
export const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
