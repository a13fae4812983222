import type { NotificationPreview } from '@keyturn/contract';
import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Tabs } from '../../../components/ui/tabs.tsx';
import { text } from '../../../lib/messages.ts';
import { previewPageOf } from '../api/notifications.ts';
import { MailText } from './mail-content.tsx';
import { MailFrame } from './mail-frame.tsx';
import styles from './preview.module.css';

/** As wide as the mail is there, in pixels. */
const widths = { phone: 360, computer: 800 } as const;
const schemes = ['', 'light', 'dark'] as const;
const schemeTexts = {
  '': 'web.previews.colours-system',
  light: 'web.previews.colours-light',
  dark: 'web.previews.colours-dark',
} as const;

/** One kind of mail as people see it, on a phone and on a computer, light and dark. */
export function PreviewView({ preview }: { preview: NotificationPreview | undefined }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const [view, setView] = useState<'phone' | 'computer' | 'text'>(() =>
    matchMedia('(min-width: 56rem)').matches ? 'computer' : 'phone',
  );
  const [scheme, setScheme] = useState<(typeof schemes)[number]>('');
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <>
      <p>
        <Link to="/notifications/previews" search={{}}>
          {text('web.previews.back')}
        </Link>
      </p>
      {preview === undefined ? (
        <p role="status">{text('web.previews.missing')}</p>
      ) : (
        <article className={styles.card} aria-labelledby="preview-subject">
          <h2 id="preview-subject" ref={heading} tabIndex={-1} className={styles.subject}>
            {preview.subject}
          </h2>
          <NativeSelect
            className={styles.colours ?? ''}
            label={text('web.previews.colours')}
            value={scheme}
            onChange={({ currentTarget: { value } }) => setScheme(schemes.find((one) => one === value) ?? '')}
            data={schemes.map((value) => ({ value, label: text(schemeTexts[value]) }))}
          />
          <Tabs
            label={text('web.previews.view')}
            tabs={(['phone', 'computer', 'text'] as const).map((id) => ({
              id,
              label: text(`web.previews.${id}`),
            }))}
            shown={view}
            onShow={(id) => setView(id === 'phone' || id === 'computer' ? id : 'text')}
          >
            {view === 'text' ? (
              <MailText text={preview.text} />
            ) : (
              <MailFrame
                key={view}
                src={previewPageOf(preview.kind, scheme)}
                subject={preview.subject}
                width={widths[view]}
              />
            )}
          </Tabs>
        </article>
      )}
    </>
  );
}
