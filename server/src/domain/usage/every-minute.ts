const minuteMs = 60_000;

/** Whether what happens again and again is due to be noted: the first time, and then once a minute for each ID. */
export function createEveryMinute(): (id: string, at: Date) => boolean {
  const notedMs = new Map<string, number>();
  return (id, at) => {
    const last = notedMs.get(id);
    if (last !== undefined && at.getTime() < last + minuteMs) return false;
    notedMs.set(id, at.getTime());
    return true;
  };
}
