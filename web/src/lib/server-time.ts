/** How far the server's clock is ahead of this device's, as its last answer tells to the second. */
let aheadMs = 0;

export function noteServerTime({ headers }: Response): void {
  const serverTime = Date.parse(headers.get('date') ?? '');
  if (!Number.isNaN(serverTime)) aheadMs = serverTime - Date.now();
}

/** When this device's clock shows an instant of the server's. */
export const deviceTime = (instant: string): number => Date.parse(instant) - aheadMs;
