import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';

// The page has its own heading, which the text's belong under.
const components: Components = {
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
};

/** Loaded when it is needed: the default export is what React's `lazy` takes. HTML in the text stays text. */
export default function Markdown({ source }: { source: string }): ReactNode {
  return (
    <ReactMarkdown components={components} disallowedElements={['img']} unwrapDisallowed>
      {source}
    </ReactMarkdown>
  );
}
