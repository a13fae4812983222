import type { Settings } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LoadedRecord } from '../../features/operator/record/loaded-record.tsx';
import { RecordForm, RecordSection } from '../../features/operator/record/record-form.tsx';
import { useRecordForm } from '../../features/operator/record/use-record-form.ts';
import { LogoSection } from '../../features/operator/settings/logo-section.tsx';
import { settingsQuery, updateSettings } from '../../features/operator/settings/settings-api.ts';
import {
  SettingsFields,
  settingsWords,
  valuesOf,
} from '../../features/operator/settings/settings-fields.tsx';
import { usePortal } from '../../features/portal/api/portal.ts';
import type { Tagged } from '../../lib/api-call.ts';
import { useClock } from '../../lib/clock.tsx';
import { exportHref } from '../../lib/export-href.ts';
import { formatPastInline } from '../../lib/instants.ts';
import { text } from '../../lib/messages.ts';
import { OperatorPage } from './operator-page.tsx';

const route = getRouteApi('/operator/settings');

/** `/operator/settings`: what the configuration begins with, and operators change (R7). */
export function SettingsPage(): ReactNode {
  const { session } = route.useRouteContext();
  const query = useQuery(settingsQuery);
  const { operatorName, termsVersion } = usePortal();
  return (
    <OperatorPage session={session} title={text('web.settings.heading')} lead={text('web.settings.lead')}>
      <LoadedRecord query={query}>
        {(record) => (
          <>
            <RecordSection title={text('web.settings.general')}>
              <LastChange changed={record.value.changed} />
              <SettingsForm record={record} />
            </RecordSection>
            <LogoSection logo={record.value.logo} operatorName={operatorName} />
            <RecordSection title={text('web.settings.terms')}>
              <p>
                {termsVersion === null
                  ? text('web.settings.terms-none')
                  : text('web.settings.terms-version', { version: termsVersion })}
              </p>
              <div>
                <Button component={Link} to="/operator/terms" variant="default">
                  {text(termsVersion === null ? 'web.settings.terms-write' : 'web.settings.terms-open')}
                </Button>
              </div>
            </RecordSection>
            <RecordSection title={text('web.settings.signing-keys')}>
              <p>{text('web.settings.signing-keys-text')}</p>
              <p>
                <a href={exportHref('signing-keys', {})} download>
                  {text('web.export.signing-keys')}
                </a>
              </p>
            </RecordSection>
          </>
        )}
      </LoadedRecord>
    </OperatorPage>
  );
}

function LastChange({ changed }: Pick<Settings, 'changed'>): ReactNode {
  const { timeZone, now } = useClock();
  return (
    <p className="kt-muted">
      {text('web.settings.general-text')}{' '}
      {changed === null
        ? null
        : text('web.settings.changed', { name: changed.by, at: formatPastInline(changed.at, timeZone, now) })}
    </p>
  );
}

function SettingsForm({ record }: { record: Tagged<Settings> }): ReactNode {
  const queryClient = useQueryClient();
  const toValues = (read: Tagged<Settings>) => ({ value: valuesOf(read.value), etag: read.etag });
  const form = useRecordForm({
    seen: toValues(record),
    save: async (changes, seen) => toValues(await updateSettings(queryClient, changes, seen)),
    readAgain: async () => toValues(await queryClient.fetchQuery({ ...settingsQuery, staleTime: 0 })),
  });
  return (
    <RecordForm form={form} words={settingsWords(record.value)}>
      <SettingsFields settings={record.value} form={form} />
    </RecordForm>
  );
}
