import { Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { isSame } from '../record/record-changes.ts';

type Props = { roles: string[]; error: string | undefined; onChange: (roles: string[]) => void };

/** Roles, one a line, as they are typed: an empty line that says nothing yet stays. */
export function RolesField({ roles, error, onChange }: Props): ReactNode {
  const [typed, setTyped] = useState(() => roles.join('\n'));
  return (
    <Textarea
      label={text('web.api.roles')}
      description={text('web.api.roles-hint')}
      rows={2}
      autoComplete="off"
      spellCheck={false}
      // Somebody else's, or those of before, once they are taken over.
      value={isSame(rolesIn(typed), roles) ? typed : roles.join('\n')}
      error={error}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(rolesIn(event.currentTarget.value));
      }}
    />
  );
}

const rolesIn = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
