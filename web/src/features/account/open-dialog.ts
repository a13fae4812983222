import type { Factor, FactorKind } from '@keyturn/contract';

/** Which dialog about second factors is open. */
export type OpenDialog =
  | { kind: 'add'; factorKind: FactorKind }
  | { kind: 'rename' | 'remove'; factor: Factor }
  | { kind: 'recovery-codes' };
