import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/keyturn-process.ts';

/** The code blocks of one language on a page of docs/, in their order. */
export function codeOf(page: string, language: string): string[] {
  const markdown = readFileSync(join(repository, 'docs', page), 'utf8');
  const blocks = markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].filter(([, name]) => name === language).map(([, , code = '']) => code);
}

/** The only code block of this language that contains `words`. */
export function codeWith(page: string, language: string, words: string): string {
  const [found, ...others] = codeOf(page, language).filter((code) => code.includes(words));
  if (found === undefined || others.length > 0)
    throw new Error(`docs/${page} has not exactly one block of ${language} with ${words}`);
  return found;
}
