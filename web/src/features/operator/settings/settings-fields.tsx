import type { SettingName, Settings } from '@keyturn/contract';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Message } from '../../../components/ui/message.tsx';
import { text } from '../../../lib/messages.ts';
import type { FieldWords } from '../record/conflict-notice.tsx';
import { FieldGrid } from '../record/record-form.tsx';
import { TimeZoneField } from '../record/time-zone-field.tsx';
import type { RecordForm } from '../record/use-record-form.ts';
import { exampleName } from './example-name.ts';
import styles from './settings-fields.module.css';

/** What is saved; null: the configuration holds. */
export type SettingsValues = Record<SettingName, string | null>;

export const valuesOf = (settings: Settings): SettingsValues => ({
  operatorName: settings.operatorName.saved,
  supportEmail: settings.supportEmail.saved,
  timeZone: settings.timeZone.saved,
  privacyUrl: settings.privacyUrl.saved,
  apiGuideUrl: settings.apiGuideUrl.saved,
  applicationNamePattern: settings.applicationNamePattern.saved,
});

const labels = (): Record<SettingName, string> => ({
  operatorName: text('web.settings.name'),
  supportEmail: text('web.settings.support'),
  timeZone: text('web.settings.time-zone'),
  privacyUrl: text('web.settings.privacy'),
  apiGuideUrl: text('web.settings.guide'),
  applicationNamePattern: text('web.settings.pattern'),
});

export function settingsWords(settings: Settings): FieldWords<SettingsValues> {
  const named = labels();
  const words = (name: SettingName) => ({
    label: named[name],
    show: (saved: string | null) => saved ?? configuredWords(settings[name].configured),
  });
  return {
    operatorName: words('operatorName'),
    supportEmail: words('supportEmail'),
    timeZone: words('timeZone'),
    privacyUrl: words('privacyUrl'),
    apiGuideUrl: words('apiGuideUrl'),
    applicationNamePattern: words('applicationNamePattern'),
  };
}

const configuredWords = (configured: string | null): string =>
  text('web.settings.follows', { value: configured ?? text('web.record.empty-value') });

type Props = { settings: Settings; form: RecordForm<SettingsValues> };

/** The settings as fields; one that is empty follows the configuration, which it shows. */
export function SettingsFields({ settings, form }: Props): ReactNode {
  const shared = { settings, form };
  const { applicationNamePattern: pattern } = settings;
  const named = exampleName(form.values.applicationNamePattern ?? pattern.configured);
  return (
    <FieldGrid>
      <Field {...shared} name="operatorName" hint={text('web.settings.name-hint')} maxLength={100} />
      <Field
        {...shared}
        name="supportEmail"
        hint={text('web.settings.support-hint')}
        maxLength={254}
        type="email"
      />
      <div className={styles.setting}>
        <TimeZoneField
          description={text('web.settings.time-zone-hint')}
          noneLabel={configuredWords(settings.timeZone.configured)}
          {...form.field('timeZone')}
          onChange={(event) => form.set('timeZone', event.currentTarget.value || null)}
        />
        <Origin {...shared} name="timeZone" />
      </div>
      <Field
        {...shared}
        name="apiGuideUrl"
        hint={text('web.settings.guide-hint')}
        maxLength={2000}
        type="url"
      />
      <Field
        {...shared}
        name="privacyUrl"
        hint={text('web.settings.privacy-hint')}
        maxLength={2000}
        type="url"
      />
      <Field
        {...shared}
        name="applicationNamePattern"
        hint={text('web.settings.pattern-hint')}
        maxLength={200}
        isWide
      >
        <p className={styles.example} aria-live="polite">
          {named === null ? (
            form.errorOf('applicationNamePattern') === undefined && text('web.settings.pattern-wrong')
          ) : (
            <Message id="web.settings.pattern-example" values={{ name: <code>{named}</code> }} />
          )}
        </p>
      </Field>
    </FieldGrid>
  );
}

type FieldProps = Props & {
  name: SettingName;
  hint: string;
  maxLength: number;
  type?: 'email' | 'url';
  isWide?: boolean;
  children?: ReactNode;
};

const Field = ({ settings, form, name, hint, isWide, children, ...input }: FieldProps): ReactNode => (
  <div className={isWide === true ? styles.wide : styles.setting}>
    <TextInput
      label={labels()[name]}
      description={hint}
      placeholder={settings[name].configured ?? ''}
      autoComplete="off"
      spellCheck={false}
      {...input}
      {...form.field(name)}
      onChange={(event) => form.set(name, event.currentTarget.value || null)}
    />
    {children}
    <Origin settings={settings} form={form} name={name} />
  </div>
);

/** Whether the configuration holds, or what it says beside what is set here, and the way back to it. */
function Origin({ settings, form, name }: Props & { name: SettingName }): ReactNode {
  const { configured } = settings[name];
  const value = form.values[name];
  if (value === null)
    return (
      <p className={styles.origin}>
        {text(configured === null ? 'web.settings.configured-none' : 'web.settings.configured')}
      </p>
    );
  const says =
    configured === null
      ? text('web.settings.overrides-none')
      : configured === value
        ? text('web.settings.overrides-same')
        : text('web.settings.overrides', { value: configured });
  return (
    <p className={styles.origin}>
      {says}{' '}
      <button
        type="button"
        className={styles.reset}
        aria-label={text('web.settings.reset-label', { field: labels()[name] })}
        onClick={(event) => {
          // It is gone then; the field is what it was about.
          event.currentTarget.closest('div')?.querySelector<HTMLElement>('input, select')?.focus();
          form.set(name, null);
        }}
      >
        {text('web.settings.reset')}
      </button>
    </p>
  );
}
