/** `__Host-` binds the cookie to this host over https; Safari drops `Secure` cookies on loopback http. */
export const sessionCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Host-keyturn_session' : 'keyturn_session';
