// Strings hold no control characters of ASCII (RFC 8259 section 7).
const token =
  // eslint-disable-next-line no-control-regex
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

type Expected = 'value' | 'first value' | 'first key' | 'key' | 'colon' | 'comma' | 'end';

/**
 * Where a text stops being JSON (RFC 8259), counted from 0; null: nowhere. Browsers tell it in their own words or not
 * at all.
 */
export function findJsonError(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  const afterValue = (): Expected => (open.length === 0 ? 'end' : 'comma');
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const [found, mark, string, scalar] = token.exec(text) ?? [];
    // Behind the spaces before it.
    const at = start + (/^[ \t\n\r]*/.exec(text.slice(start))?.[0].length ?? 0);
    if (found === undefined) return at >= text.length && expected === 'end' ? null : at;
    const next = follow(
      expected,
      { mark, isString: string !== undefined, isScalar: scalar !== undefined },
      open,
    );
    if (next === null) return at;
    expected = next === 'after value' ? afterValue() : next;
  }
}

type Token = { mark: string | undefined; isString: boolean; isScalar: boolean };

/** What may come after a token where `expected` may stand; null: this token may not. */
function follow(
  expected: Expected,
  { mark, isString, isScalar }: Token,
  open: ('{' | '[')[],
): Expected | 'after value' | null {
  const isKeyExpected = expected === 'key' || expected === 'first key';
  const isValueExpected = expected === 'value' || expected === 'first value';
  if (isString && isKeyExpected) return 'colon';
  if ((isString || isScalar) && isValueExpected) return 'after value';
  if (mark === ':' && expected === 'colon') return 'value';
  if ((mark === '{' || mark === '[') && isValueExpected) {
    open.push(mark);
    return mark === '{' ? 'first key' : 'first value';
  }
  const innermost = open.at(-1);
  if (mark === ',' && expected === 'comma') return innermost === '{' ? 'key' : 'value';
  const mayClose = expected === 'comma' || expected === (mark === '}' ? 'first key' : 'first value');
  if (mayClose && ((mark === '}' && innermost === '{') || (mark === ']' && innermost === '['))) {
    open.pop();
    return 'after value';
  }
  return null;
}
