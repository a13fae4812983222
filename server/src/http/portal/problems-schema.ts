import { problem } from '@keyturn/contract';

const content = { 'application/problem+json': { schema: problem } };

/** What any portal route may answer besides success. */
export const problems = {
  '4xx': { description: 'The request was refused; `code` says why', content },
  '5xx': { description: 'The server cannot answer now', content },
};
