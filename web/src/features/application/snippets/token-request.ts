/** What a token request is made of, but for the client secret: code reads that from the environment. */
export type TokenRequest = { tokenUrl: string; clientId: string; resource: string };

/** A text between double quotes, in the escapes that JSON, Python, Java, C# and JavaScript have in common. */
export const quoted = (value: string): string => JSON.stringify(value);
