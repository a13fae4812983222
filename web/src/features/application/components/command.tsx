import type { ReactNode } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';

type Props = { label: string; command: string; copyLabel: string };

/** A command for a shell, or code. It scrolls by itself, so it can have the focus. */
export const Command = ({ label, command, copyLabel }: Props): ReactNode => (
  <>
    <pre tabIndex={0} role="group" aria-label={label}>
      {command}
    </pre>
    <CopyButton value={command} label={copyLabel} />
  </>
);
