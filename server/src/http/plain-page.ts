import { createHash } from 'node:crypto';
import { escapeHtml } from '../escape-html.ts';

const style =
  ':root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}body{max-width:44rem;margin:3rem auto;padding:0 1.25rem}h1{line-height:1.2}h2{margin-block:2rem .25rem;font-size:1.0625rem}pre,code{font:.9375rem ui-monospace,monospace}h2 code{font:inherit;font-family:ui-monospace,monospace}pre{padding:1rem;overflow-x:auto;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem}article{margin-block:1.5rem;padding:0 1rem .5rem;border:1px solid color-mix(in srgb,currentColor 25%,transparent);border-radius:.5rem}article h2{margin-block:1rem .25rem}dt{margin-block-start:.75rem;font-weight:600}dd{margin-inline-start:1rem}p,h1,h2,dt,dd{overflow-wrap:anywhere}:target{outline:2px solid;outline-offset:.5rem}';

/** For the content security policy: the style of plain pages is the only one that stands in a page. */
export const plainPageStyleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** A page without script; `main` is HTML. */
export const renderPlainPage = (title: string, main: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
