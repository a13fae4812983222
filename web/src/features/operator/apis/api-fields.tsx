import type { Api } from '@keyturn/contract';
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';
import type { FieldWords } from '../record/conflict-notice.tsx';
import { FieldGrid } from '../record/record-form.tsx';
import type { RecordForm } from '../record/use-record-form.ts';
import { ChoiceField } from './choice-field.tsx';
import { describeLifetime } from './describe-lifetime.ts';
import { RolesField } from './roles-field.tsx';

/** What an operator writes about an API. */
export type ApiValues = Pick<
  Api,
  | 'name'
  | 'code'
  | 'environment'
  | 'identifier'
  | 'baseUrl'
  | 'documentationUrl'
  | 'roles'
  | 'tokenTtlSeconds'
  | 'statusCheck'
  | 'algorithm'
  | 'tokenHeaderType'
>;

export const valuesOf = (api: Api): ApiValues => ({
  name: api.name,
  code: api.code,
  environment: api.environment,
  identifier: api.identifier,
  baseUrl: api.baseUrl,
  documentationUrl: api.documentationUrl,
  roles: api.roles,
  tokenTtlSeconds: api.tokenTtlSeconds,
  statusCheck: api.statusCheck,
  algorithm: api.algorithm,
  tokenHeaderType: api.tokenHeaderType,
});

export const apiWords = (): FieldWords<ApiValues> => ({
  name: { label: text('web.api.name') },
  code: { label: text('web.api.code') },
  environment: { label: text('web.api.environment'), show: (value) => text(`web.api.environment-${value}`) },
  identifier: { label: text('web.api.identifier') },
  baseUrl: { label: text('web.api.base-url') },
  documentationUrl: { label: text('web.api.documentation') },
  roles: { label: text('web.api.roles'), show: (roles) => roles.join(', ') },
  tokenTtlSeconds: { label: text('web.api.ttl') },
  statusCheck: {
    label: text('web.api.status-check'),
    show: (value) => text(`web.api.status-check-${value}`),
  },
  algorithm: { label: text('web.api.algorithm') },
  tokenHeaderType: { label: text('web.api.header-type') },
});

type Props = {
  form: RecordForm<ApiValues>;
  /** Left out: a new one. */
  saved?: ApiValues;
  /** Of a new one: its ID. */
  idField?: ReactNode;
};

/** The fields of an API, new or old. */
export function ApiFields({ form, saved, idField }: Props): ReactNode {
  const { values } = form;
  const isMoved = saved !== undefined && values.identifier !== saved.identifier;
  return (
    <>
      <FieldGrid>
        <TextInput
          label={text('web.api.name')}
          maxLength={100}
          required
          withAsterisk={false}
          autoComplete="off"
          {...form.field('name')}
        />
        <TextInput
          label={text('web.api.code')}
          description={text('web.api.code-hint')}
          maxLength={10}
          autoComplete="off"
          spellCheck={false}
          {...form.field('code')}
          onChange={(event) => form.set('code', event.currentTarget.value.trim().toUpperCase())}
        />
        <NativeSelect
          label={text('web.api.environment')}
          data={(['production', 'sandbox'] as const).map((value) => ({
            value,
            label: text(`web.api.environment-${value}`),
          }))}
          {...form.field('environment')}
        />
        <TextInput
          label={text('web.api.identifier')}
          description={text('web.api.identifier-hint')}
          inputMode="url"
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          {...form.field('identifier')}
          onChange={(event) => form.set('identifier', event.currentTarget.value.trim())}
        />
        <TextInput
          label={text('web.api.base-url')}
          description={text('web.api.base-url-hint')}
          inputMode="url"
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          {...form.field('baseUrl')}
          onChange={(event) => form.set('baseUrl', event.currentTarget.value.trim() || null)}
        />
        <TextInput
          label={text('web.api.documentation')}
          description={text('web.api.documentation-hint')}
          inputMode="url"
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          {...form.field('documentationUrl')}
          onChange={(event) => form.set('documentationUrl', event.currentTarget.value.trim() || null)}
        />
        <RolesField
          roles={values.roles}
          error={form.errorOf('roles')}
          onChange={(roles) => form.set('roles', roles)}
        />
        <TextInput
          label={text('web.api.ttl')}
          description={describeLifetime(values.tokenTtlSeconds)}
          inputMode="numeric"
          maxLength={6}
          autoComplete="off"
          {...form.field('tokenTtlSeconds')}
          onChange={(event) => form.set('tokenTtlSeconds', numberIn(event.currentTarget.value))}
        />
      </FieldGrid>
      {idField}
      {isMoved ? (
        <Notice tone="warning">{text('web.api.identifier-changed', { before: saved.identifier })}</Notice>
      ) : null}
      <ChoiceField
        label={text('web.api.status-check')}
        value={values.statusCheck}
        onChange={(value) => form.set('statusCheck', value)}
        options={(['introspection', 'status-list', 'none'] as const).map((value) => ({
          value,
          label: text(`web.api.status-check-${value}`),
          hint: text(`web.api.status-check-${value}-hint`),
        }))}
      />
      <ChoiceField
        label={text('web.api.algorithm')}
        value={values.algorithm}
        onChange={(value) => form.set('algorithm', value)}
        options={[
          {
            value: 'ES256',
            label: text('web.api.algorithm-es256'),
            hint: text('web.api.algorithm-es256-hint'),
          },
          {
            value: 'RS256',
            label: text('web.api.algorithm-rs256'),
            hint: text('web.api.algorithm-rs256-hint'),
          },
        ]}
      />
      {saved === undefined || values.algorithm === saved.algorithm ? null : (
        <Notice tone="info">{text('web.api.algorithm-changed')}</Notice>
      )}
      <ChoiceField
        label={text('web.api.header-type')}
        value={values.tokenHeaderType}
        onChange={(value) => form.set('tokenHeaderType', value)}
        options={[
          {
            value: 'at+jwt',
            label: text('web.api.header-type-at-jwt'),
            hint: text('web.api.header-type-at-jwt-hint'),
          },
          {
            value: 'JWT',
            label: text('web.api.header-type-jwt'),
            hint: text('web.api.header-type-jwt-hint'),
          },
        ]}
      />
      {saved === undefined || values.tokenHeaderType === saved.tokenHeaderType ? null : (
        <Notice tone="info">{text('web.api.header-type-changed')}</Notice>
      )}
    </>
  );
}

function numberIn(typed: string): number | null {
  const digits = typed.replaceAll(/\D/g, '');
  return digits === '' ? null : Number(digits);
}
