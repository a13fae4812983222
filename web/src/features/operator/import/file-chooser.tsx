import { Button, Textarea } from '@mantine/core';
import { useId, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import styles from './file-chooser.module.css';
import { maxMegabytes, readFile, readText, type ReadFile } from './read-file.ts';
import type { Import } from './use-import.ts';

/** A file is chosen by pointer or keyboard, dropped, or its text is pasted. */
export function FileChooser({ value }: { value: Import }): ReactNode {
  const { file, fileProblem, isRunning, choose } = value;
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  const [isOver, setOver] = useState(false);

  const take = (chosen: File | undefined): void => {
    if (chosen !== undefined && !isRunning) void readFile(chosen).then(choose);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div className={styles.chooser}>
      <div
        className={`${styles.drop} ${isOver ? styles.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {file === null ? null : (
          <p className={styles.chosen}>
            <b>{file.name}</b>{' '}
            <span className="kt-muted">
              {text('web.import.size', { size: Math.max(1, Math.round(file.bytes / 1024)) })}
            </span>
          </p>
        )}
        <div className={styles.choose}>
          <Button
            variant={file === null ? 'filled' : 'default'}
            disabled={isRunning}
            aria-describedby={hint}
            onClick={() => input.current?.click()}
          >
            {text(file === null ? 'web.import.choose' : 'web.import.choose-another')}
          </Button>
          <span className="kt-muted">{text('web.import.drop')}</span>
        </div>
        <p id={hint} className="kt-muted kt-small">
          {text('web.import.formats', { max: maxMegabytes })}
        </p>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // The same file may be chosen again after it was mended.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {fileProblem === null ? null : (
        <Notice tone="danger" role="alert">
          {fileProblem}
        </Notice>
      )}
      <Paste isDisabled={isRunning} onPaste={choose} />
    </div>
  );
}

function Paste({
  isDisabled,
  onPaste,
}: {
  isDisabled: boolean;
  onPaste: (read: ReadFile) => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  return (
    <details className={styles.paste}>
      <summary>{text('web.import.paste')}</summary>
      <Textarea
        label={text('web.import.paste-label')}
        rows={8}
        spellCheck={false}
        autoComplete="off"
        className="kt-mono"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div>
        <Button
          variant="default"
          disabled={isDisabled || typed.trim() === ''}
          onClick={() => onPaste(readText(text('web.import.pasted'), typed))}
        >
          {text('web.import.paste-look')}
        </Button>
      </div>
    </details>
  );
}
