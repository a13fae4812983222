import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Components } from 'react-markdown';
import guide from '../../../../../docs/credential-managers.md?raw';
import Markdown from '../../../components/ui/markdown.tsx';
import { text } from '../../../lib/messages.ts';
import { readGuideSections } from '../guide-sections.ts';
import { guideTopics, type GuideTopic } from '../guide-topics.ts';
import styles from './guide-text.module.css';

const sections = readGuideSections(guide);

// Its other addresses lead to files of the repository, which are not here.
const link: Components['a'] = ({ href = '', children }) =>
  /^https?:/.test(href) ? (
    <a href={href} target="_blank" rel="noreferrer">
      {children}
    </a>
  ) : (
    children
  );

/** One section of the guide, and the way to the others. Loaded when the guide is first opened. */
export default function GuideText({ topic }: { topic: GuideTopic }): ReactNode {
  const [shownId, setShownId] = useState<string>(guideTopics[topic]);
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    // The panel has the focus when it opens; another section begins with its heading.
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [shownId]);
  const section = sections.find(({ id }) => id === shownId);
  if (section === undefined) return null;
  return (
    <div className={styles.guide}>
      <h3 ref={heading} tabIndex={-1}>
        {section.heading}
      </h3>
      <Markdown source={section.text} link={link} />
      <nav className={styles.others} aria-label={text('web.guide.sections')}>
        <h3>{text('web.guide.sections')}</h3>
        <ul>
          {sections.map(({ id, heading: name }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={id === shownId ? 'true' : undefined}
                onClick={() => setShownId(id)}
              >
                {name}
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
