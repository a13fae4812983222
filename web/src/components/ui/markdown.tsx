import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import styles from './markdown.module.css';

// The page has its own heading, which the text's belong under.
const headings: Components = {
  h1: ({ children }) => <h2>{children}</h2>,
  h2: ({ children }) => <h3>{children}</h3>,
  h3: ({ children }) => <h4>{children}</h4>,
  h4: ({ children }) => <h5>{children}</h5>,
  h5: ({ children }) => <h6>{children}</h6>,
};

type Props = { source: string; link?: Components['a'] };

/** Loaded when it is needed: the default export is what React's `lazy` takes. HTML in the text stays text. */
export default function Markdown({ source, link }: Props): ReactNode {
  return (
    <div className={styles.text}>
      <ReactMarkdown
        components={link === undefined ? headings : { ...headings, a: link }}
        disallowedElements={['img']}
        unwrapDisallowed
      >
        {source}
      </ReactMarkdown>
    </div>
  );
}
