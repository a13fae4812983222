import { isNamePattern } from '@keyturn/contract';

/** The name that a pattern gives an application of a made-up member (R3.2); null: it is no pattern. */
export const exampleName = (pattern: string): string | null =>
  isNamePattern(pattern)
    ? pattern.replace('{country}', 'NL').replace('{organisation}', 'ExampleRegistry').replace('{api}', 'SMC')
    : null;
