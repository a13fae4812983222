import { z } from 'zod';

const listed = z.object({ appId: z.guid().toLowerCase(), displayName: z.string().nullish() });

/** The application of a list from Entra in which a place lies; null: none that can be named. */
export function applicationAt(file: unknown, path: string): { appId: string; name: string } | null {
  const [, index] = /^\[(\d+)\]/.exec(path) ?? [];
  if (index === undefined || !Array.isArray(file)) return null;
  const parsed = listed.safeParse(file[Number(index)]);
  if (!parsed.success) return null;
  const { appId, displayName } = parsed.data;
  return { appId, name: displayName ?? appId };
}
