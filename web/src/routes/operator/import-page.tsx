import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { Notice } from '../../components/ui/notice.tsx';
import { FileChooser } from '../../features/operator/import/file-chooser.tsx';
import { ImportPreviewView } from '../../features/operator/import/import-preview-view.tsx';
import { countWords } from '../../features/operator/import/import-words.ts';
import { useImport, type Import } from '../../features/operator/import/use-import.ts';
import { RecordSection } from '../../features/operator/record/record-form.tsx';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/import');

/** `/operator/import`: much at once from a file, with a look at what it does first. */
export function ImportPage(): ReactNode {
  const { session } = route.useRouteContext();
  const value = useImport();
  return (
    <OperatorPage session={session} title={text('web.import.heading')} lead={text('web.import.lead')}>
      <RecordSection title={text('web.import.file')}>
        <FileChooser value={value} />
      </RecordSection>
      {value.result === null ? <ImportPreviewView value={value} /> : <Outcome result={value.result} />}
    </OperatorPage>
  );
}

function Outcome({ result }: { result: NonNullable<Import['result']> }): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Notice tone="good">
      <h2 ref={heading} tabIndex={-1}>
        {text('web.import.done', { words: countWords(result.total) })}
      </h2>
      <p>
        {text('web.import.done-next')}{' '}
        {(result.counts['users']?.created ?? 0) > 0 ? `${text('web.import.done-invited')} ` : null}
        <Link to="/operator/audit-log">{text('web.import.show-audit-log')}</Link>
      </p>
    </Notice>
  );
}
