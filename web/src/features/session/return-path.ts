/** Leads everybody to where their work is. */
const home = '/';

/** Where to go after signing in: a page of ours, whatever the address says. Other sites could name theirs there. */
export function safeReturnPath(wanted: string | undefined): string {
  if (wanted === undefined || !URL.canParse(wanted, 'https://portal.invalid')) return home;
  const { origin, pathname, search, hash } = new URL(wanted, 'https://portal.invalid');
  const isOurs =
    origin === 'https://portal.invalid' &&
    wanted.startsWith('/') &&
    !pathname.startsWith('//') &&
    pathname !== '/sign-in';
  return isOurs ? `${pathname}${search}${hash}` : home;
}
