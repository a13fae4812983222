/** Which dialog is open, about what. */
export type OpenDialog =
  | { kind: 'connection'; clientId: string }
  | { kind: 'create'; clientId: string; replacesSecretId: string | null }
  | { kind: 'gone'; clientId: string; secretId: string }
  | { kind: 'usage' | 'disable' | 'enable' | 'delete'; clientId: string; secretId: string };
