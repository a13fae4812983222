import type { NotificationPreview } from '@keyturn/contract';
import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { previewGroups } from '../preview-groups.ts';
import styles from './preview.module.css';

export const previewIdOf = (kind: string): string => `preview-${kind}`;

/** Every kind of mail by its subject. */
export const PreviewList = ({ previews }: { previews: NotificationPreview[] }): ReactNode =>
  previewGroups(previews).map(({ title, items }) => <Group key={title} title={title} items={items} />);

function Group({ title, items }: { title: string; items: NotificationPreview[] }): ReactNode {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className={styles.list}>
        {items.map(({ kind, subject }) => (
          <li key={kind}>
            <Link
              id={previewIdOf(kind)}
              to="/notifications/previews"
              search={{ kind }}
              // Two kinds may have one subject.
              aria-label={text('web.previews.name', { subject, kind: kind.replaceAll('-', ' ') })}
            >
              {subject}
            </Link>
            <span className={styles.kind} aria-hidden="true">
              {kind.replaceAll('-', ' ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
