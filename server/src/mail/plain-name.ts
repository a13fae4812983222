/**
 * A name as mail programs leave it alone: one that looks like an address ("evil.example.org") would become a link in
 * many of them, in plain text too. What keeps it apart is a character without width that shows nothing.
 */
export const plainName = (name: string): string =>
  name.replace(/[.@](?=[^\s.,;)])|:(?=\/)|\/(?=\/)/g, '$&\u{200c}');
