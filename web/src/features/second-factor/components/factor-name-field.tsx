import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';

type Props = { value: string; onChange: (name: string) => void; missing: boolean };

/** How the owner tells a second factor from others. */
export const FactorNameField = ({ value, onChange, missing }: Props): ReactNode => (
  <TextInput
    label={text('web.factor.name')}
    description={text('web.factor.name-hint')}
    name="factor-name"
    autoComplete="off"
    maxLength={60}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
    error={missing ? text('web.factor.name-missing') : null}
  />
);
