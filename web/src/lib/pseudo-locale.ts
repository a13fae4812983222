const accents: Record<string, string> = {
  a: 'á', c: 'ç', e: 'é', i: 'í', n: 'ñ', o: 'ö', u: 'ü', y: 'ý',
  A: 'Á', C: 'Ç', E: 'É', I: 'Í', N: 'Ñ', O: 'Ö', U: 'Ü', Y: 'Ý',
}; // prettier-ignore
const growth = 0.4;

/** An ICU message with accented letters and 40 % more of them; arguments and plural rules stay as they are. */
export function pseudoMessage(message: string): string {
  let depth = 0;
  let letters = 0;
  let result = '';
  for (const character of message) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    const isText = depth === 0 && character !== '}';
    if (isText) letters += 1;
    result += isText ? (accents[character] ?? character) : character;
  }
  return `${result}${padding(Math.ceil(letters * growth))}`;
}

/** In words, so that lines can break where they would in a real language. */
const padding = (length: number): string => ' łøŕém íþ'.repeat(Math.ceil(length / 9)).slice(0, length);
