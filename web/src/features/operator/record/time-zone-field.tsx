import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';

type Props = Pick<NativeSelectProps, 'value' | 'onChange' | 'error' | 'description' | 'label'> & {
  /** What no zone of its own means; left out: there has to be one. */
  noneLabel?: string;
};

/** A choice among the time zones that the browser knows, and the one that is set already. */
export function TimeZoneField({ noneLabel, value, ...props }: Props): ReactNode {
  const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (typeof value === 'string' && value !== '') zones.add(value);
  return (
    <NativeSelect
      label={text('web.organisation.time-zone')}
      value={value}
      {...props}
      data={[...(noneLabel === undefined ? [] : [{ value: '', label: noneLabel }]), ...[...zones].toSorted()]}
    />
  );
}
