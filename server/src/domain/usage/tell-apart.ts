const hourMs = 60 * 60 * 1000;

/** Whether something is one of the first that were seen of a subject in an hour; from then on it is, in that hour. */
export type TellApart = (subject: string, name: string, at: Date) => boolean;

/**
 * Tells so many things of a subject apart within an hour, whatever is written meanwhile, so that neither memory nor the
 * database grows as somebody pleases. Each server counts for itself.
 */
export function createTellApart(most: number): TellApart {
  let hour = 0;
  let seen: Map<string, Set<string>> = new Map();
  return (subject, name, at) => {
    const hourOfAt = Math.floor(at.getTime() / hourMs);
    if (hourOfAt !== hour) seen = new Map();
    hour = hourOfAt;
    const names = seen.get(subject) ?? new Set<string>();
    seen.set(subject, names);
    if (!names.has(name) && names.size < most) names.add(name);
    return names.has(name);
  };
}
