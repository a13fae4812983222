import type { Api, Application } from '@keyturn/contract';
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import type { FieldWords } from '../record/conflict-notice.tsx';
import type { RecordForm } from '../record/use-record-form.ts';
import { permittableApisQuery } from './application-api.ts';
import styles from './application-fields.module.css';

/** What an operator changes of an application. */
export type ApplicationValues = { name: string; apis: string[] };

export const valuesOf = ({ name, apis }: Application): ApplicationValues => ({
  name,
  apis: apis.map(({ id }) => id).toSorted(),
});

/** `nameOf`: what an API is called. */
export const applicationWords = (nameOf: (apiId: string) => string): FieldWords<ApplicationValues> => ({
  name: { label: text('web.operator-application.name') },
  apis: { label: text('web.operator-application.apis'), show: (ids) => ids.map(nameOf).join(', ') },
});

/** What an API is called among others of its name. */
export function useApiNames(): (apiId: string) => string {
  const { data } = useQuery(permittableApisQuery);
  const names = new Map(data?.map((api) => [api.id, apiName(api)]));
  return (apiId) => names.get(apiId) ?? apiId;
}

const apiName = ({ name, environment }: { name: string; environment: 'production' | 'sandbox' }): string =>
  `${name} · ${text(`web.applications.${environment}`)}`;

const byName = (one: Api, other: Api): number =>
  one.name.localeCompare(other.name) || one.environment.localeCompare(other.environment);

type Props = { chosen: string[]; error: string | undefined; onChange: (ids: string[]) => void };

/** Which APIs an application is permitted to use (R3.3). */
export function ApiChoice({ chosen, error, onChange }: Props): ReactNode {
  const { data } = useQuery(permittableApisQuery);
  const choose = (id: string, isChosen: boolean): void =>
    onChange((isChosen ? [...chosen, id] : chosen.filter((other) => other !== id)).toSorted());
  return (
    <fieldset className={styles.apis} aria-describedby={error === undefined ? undefined : 'apis-error'}>
      <legend>{text('web.operator-application.apis')}</legend>
      {data?.length === 0 ? <p className="kt-muted">{text('web.operator-application.no-apis')}</p> : null}
      {(data ?? []).toSorted(byName).map((api) => (
        <label key={api.id} className={styles.api}>
          <input
            type="checkbox"
            checked={chosen.includes(api.id)}
            aria-invalid={error !== undefined}
            disabled={api.status === 'disabled' && !chosen.includes(api.id)}
            onChange={(event) => choose(api.id, event.currentTarget.checked)}
          />
          <span>
            {apiName(api)} ({api.code})
          </span>
        </label>
      ))}
      {error === undefined ? null : (
        <p id="apis-error" className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** The fields of an application that exists. */
export const ApplicationFields = ({ form }: { form: RecordForm<ApplicationValues> }): ReactNode => (
  <>
    <TextInput
      label={text('web.operator-application.name')}
      description={text('web.operator-application.name-hint')}
      maxLength={200}
      autoComplete="off"
      {...form.field('name')}
    />
    <ApiChoice
      chosen={form.values.apis}
      error={form.errorOf('apis')}
      onChange={(apis) => form.set('apis', apis)}
    />
  </>
);
