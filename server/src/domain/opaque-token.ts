import { createHash, randomBytes } from 'node:crypto';

/** A token that nobody can guess (256 random bits), for a cookie or a mailed link. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url');

/** All that is stored of such a token: a copy of the database opens nothing. */
export const hashOpaqueToken = (token: string): Buffer => createHash('sha256').update(token).digest();
