/** `__Host-` binds a cookie to this host over https; Safari drops `Secure` cookies on loopback http. */
const named = (name: string, publicUrl: string): string => (isHttps(publicUrl) ? `__Host-${name}` : name);

const isHttps = (publicUrl: string): boolean => publicUrl.startsWith('https:');

export const sessionCookieName = (publicUrl: string): string => named('keyturn_session', publicUrl);

/** The cookie of an account being set up; it opens the set-up and nothing else. */
export const setUpCookieName = (publicUrl: string): string => named('keyturn_set_up', publicUrl);

export const cookieOptions = (publicUrl: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(publicUrl) }) as const;
