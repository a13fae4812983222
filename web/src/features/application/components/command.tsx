import type { ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { text } from '../../../lib/messages.ts';

/** A command for a shell. It scrolls by itself, so it can have the focus. */
export const Command = ({ label, command }: { label: string; command: string }): ReactNode => (
  <>
    <pre tabIndex={0} role="group" aria-label={label}>
      {command}
    </pre>
    <CopyButton value={command} label={text('web.connection.copy-command')} />
  </>
);
