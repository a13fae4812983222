import type { Application, Portal } from '@keyturn/contract';
import { NativeSelect } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { CopyValue, CopyValues } from '../../../components/ui/copy-value.tsx';
import { text } from '../../../lib/messages.ts';
import { curlCheck } from '../snippets/curl.ts';
import { Command } from './command.tsx';
import styles from './connection-details.module.css';
import { ConnectionRequest } from './connection-request.tsx';

type Props = { application: Application; portal: Portal };

/** What an integrator needs besides the client secret, which is never among it. */
export function ConnectionDetails({ application, portal }: Props): ReactNode {
  const { apis, clientId, name, organisation } = application;
  const [resource, setResource] = useState(apis[0]?.identifier ?? '');
  const label = (api: Application['apis'][number]): string =>
    `${api.name} ${text(`web.applications.${api.environment}`)}`;
  return (
    <div className={styles.details}>
      <p className="kt-muted">{text('web.connection.of', { application: name })}</p>
      <CopyValues>
        <CopyValue label={text('web.application.client-id')} value={clientId} />
        <CopyValue label={text('web.connection.token-url')} value={portal.tokenUrl} />
      </CopyValues>
      {apis.map((api) => (
        <section key={api.id} className={styles.api} aria-label={label(api)}>
          <h3>{label(api)}</h3>
          <CopyValues>
            <CopyValue label={text('web.connection.resource')} value={api.identifier} />
            {api.baseUrl === null ? null : (
              <CopyValue label={text('web.connection.base-url')} value={api.baseUrl} />
            )}
          </CopyValues>
          {api.documentationUrl === null ? null : (
            <a className="kt-small" href={api.documentationUrl} target="_blank" rel="noreferrer">
              {text('web.connection.guide', { api: label(api) })}
            </a>
          )}
        </section>
      ))}
      <div className={styles.command}>
        <h3>{text('web.connection.request')}</h3>
        <p className="kt-muted kt-small">{text('web.connection.request-hint')}</p>
        {apis.length > 0 ? null : <p>{text('web.connection.no-api')}</p>}
        {apis.length < 2 ? null : (
          <NativeSelect
            label={text('web.connection.resource-choice')}
            value={resource}
            onChange={(event) => setResource(event.currentTarget.value)}
            data={apis.map((api) => ({ value: api.identifier, label: label(api) }))}
          />
        )}
        <ConnectionRequest
          request={{ tokenUrl: portal.tokenUrl, clientId, resource }}
          connectivityUrl={portal.connectivityUrl}
          applicationName={name}
        />
      </div>
      <div className={styles.command}>
        <h3>{text('web.connection.check')}</h3>
        <Command
          label={text('web.connection.check')}
          command={curlCheck(portal.connectivityUrl)}
          copyLabel={text('web.connection.copy-command')}
        />
      </div>
      <p>{text('web.connection.share', { organisation: organisation.name })}</p>
    </div>
  );
}
