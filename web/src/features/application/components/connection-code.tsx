import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Tabs } from '../../../components/ui/tabs.tsx';
import { downloadText } from '../../../lib/download-text.ts';
import { text } from '../../../lib/messages.ts';
import { postmanCollection } from '../snippets/postman-collection.ts';
import { snippets } from '../snippets/snippets.ts';
import type { TokenRequest } from '../snippets/token-request.ts';
import { Command } from './command.tsx';
import styles from './connection-details.module.css';

type Props = { request: TokenRequest; connectivityUrl: string; applicationName: string };

/** Code in several languages that gets an access token, and a collection for Postman. No client secret is in any. */
export function ConnectionCode({ request, connectivityUrl, applicationName }: Props): ReactNode {
  const [shown, setShown] = useState('curl');
  const snippet = snippets.find(({ id }) => id === shown);

  function download(): void {
    const names = {
      collection: applicationName,
      token: text('web.connection.postman-token'),
      check: text('web.connection.postman-check'),
    };
    const collection = postmanCollection({ ...request, connectivityUrl, names });
    const content = `${JSON.stringify(collection, null, 2)}\n`;
    downloadText(`${applicationName}.postman_collection.json`, content, 'application/json');
  }

  return (
    <>
      <Tabs
        label={text('web.connection.languages')}
        tabs={snippets.map(({ id, language }) => ({ id, label: language }))}
        shown={shown}
        onShow={setShown}
      >
        {snippet === undefined ? null : (
          <Command
            // Another language: what was said of copying is over.
            key={shown}
            label={text('web.connection.code', { language: snippet.language })}
            command={snippet.code(request)}
            copyLabel={text(shown === 'curl' ? 'web.connection.copy-command' : 'web.connection.copy-code')}
          />
        )}
      </Tabs>
      <div className={styles.postman}>
        <Button variant="default" size="compact-sm" onClick={download}>
          {text('web.connection.postman')}
        </Button>
        <p className="kt-muted kt-small">{text('web.connection.postman-hint')}</p>
      </div>
    </>
  );
}
