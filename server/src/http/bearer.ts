/** The access token of an Authorization header (RFC 6750 section 2.1), or null when there is none. */
export const readBearer = (authorization: string | undefined): string | null =>
  /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization?.trim() ?? '')?.[1] ?? null;
