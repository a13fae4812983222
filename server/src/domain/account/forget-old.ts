import { deleteOldAccountLinks } from '../../store/account-links.ts';
import { deleteOldDevices } from '../../store/known-devices.ts';
import type { Deps } from '../deps.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** Long enough that a mail's link can say that it has expired, and offer a new one. */
const linksKeptMs = 60 * dayMs;
const devicesKeptMs = 400 * dayMs;

/** Forgets links that expired long ago, and devices that nobody used for more than a year; answers how many. */
export async function forgetOldDevicesAndLinks({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> {
  const now = clock.now().getTime();
  const links = await deleteOldAccountLinks(db, new Date(now - linksKeptMs));
  return links + (await deleteOldDevices(db, new Date(now - devicesKeptMs)));
}
