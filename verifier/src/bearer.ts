/**
 * The access token of an `Authorization` header (RFC 6750 section 2.1). Another scheme is no token at all; `Bearer` with
 * anything but one token is malformed.
 */
export function readBearer(
  authorization: string | null | undefined,
): { token: string } | 'none' | 'malformed' {
  const header = authorization?.trim() ?? '';
  if (!/^bearer(\s|$)/i.test(header)) return 'none';
  const token = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1];
  return token === undefined ? 'malformed' : { token };
}
