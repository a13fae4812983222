import type { Logo } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ChangeEvent, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { OperatorBrand } from '../../../components/ui/operator-brand.tsx';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { RecordSection } from '../record/record-form.tsx';
import styles from './logo-section.module.css';
import { readPicture, type ChosenPicture } from './read-picture.ts';
import { removeLogo, setLogo } from './settings-api.ts';

type Props = { logo: Logo | null; operatorName: string };

/** The operator's logo: how it looks in the top bar, before it is saved too. */
export function LogoSection({ logo, operatorName }: Props): ReactNode {
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<ChosenPicture | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const saving = useSubmit(async () => {
    if (chosen === null) return;
    await setLogo(queryClient, chosen.file);
    end(text('web.logo.saved'));
  });
  const removing = useSubmit(async () => {
    await removeLogo(queryClient);
    end(text('web.logo.removed'));
  });
  const error = saving.error ?? removing.error;
  const isOver = useSessionOver(error);
  const url = chosen?.url ?? logo?.url ?? null;

  function end(message: string): void {
    setChosen(null);
    announce(message);
    input.current?.focus();
  }

  async function choose({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = currentTarget.files?.[0];
    // The same file can then be chosen again, once it was changed.
    currentTarget.value = '';
    if (file === undefined) return;
    saving.clearError();
    removing.clearError();
    const read = await readPicture(file);
    const isRefused = 'refused' in read;
    setChosen(isRefused ? null : read);
    setRefusal(isRefused ? describeRefusal(read) : null);
  }

  return (
    <RecordSection title={text('web.logo.heading')}>
      <p className="kt-muted">{text('web.logo.text')}</p>
      {url === null ? (
        <p>{text('web.logo.none')}</p>
      ) : (
        <div className={styles.previews} role="group" aria-label={text('web.logo.preview')}>
          {(['light', 'dark'] as const).map((scheme) => (
            <div key={scheme} className={styles[scheme]}>
              <OperatorBrand operatorName={operatorName} logoUrl={url} />
              <span className={styles.scheme}>{text(`web.logo.preview-${scheme}`)}</span>
            </div>
          ))}
        </div>
      )}
      {refusal === null ? null : (
        <Notice tone="danger" role="alert">
          {refusal}
        </Notice>
      )}
      {error === null || isOver ? null : <FailureNotice error={error} />}
      {chosen === null ? null : <p role="status">{text('web.logo.unsaved', { file: chosen.file.name })}</p>}
      <div className={styles.actions}>
        {chosen === null ? null : (
          <>
            <Button variant="filled" loading={saving.busy} onClick={() => saving.submit()}>
              {text('web.logo.save')}
            </Button>
            <Button variant="default" disabled={saving.busy} onClick={() => setChosen(null)}>
              {text('web.cancel')}
            </Button>
          </>
        )}
        <label className={styles.choose}>
          {text(url === null ? 'web.logo.choose' : 'web.logo.replace')}
          <input
            ref={input}
            className="kt-visually-hidden"
            type="file"
            accept="image/png,image/jpeg,image/webp,image/svg+xml"
            disabled={saving.busy}
            onChange={(event) => void choose(event)}
          />
        </label>
        {logo === null || chosen !== null ? null : (
          <Button variant="subtle" color="danger" loading={removing.busy} onClick={() => removing.submit()}>
            {text('web.logo.remove')}
          </Button>
        )}
      </div>
    </RecordSection>
  );
}

const describeRefusal = ({ refused, file }: { refused: 'too-large' | 'unreadable'; file: File }): string =>
  refused === 'too-large'
    ? text('web.logo.too-large', { file: file.name, size: Math.ceil(file.size / 1024) })
    : text('web.logo.unreadable', { file: file.name });
