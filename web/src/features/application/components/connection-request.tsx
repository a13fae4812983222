import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../../lib/messages.ts';
import { useOnce } from '../../../lib/use-once.ts';
import { curlToken } from '../snippets/curl.ts';
import type { TokenRequest } from '../snippets/token-request.ts';
import { Command } from './command.tsx';

type Props = { request: TokenRequest; connectivityUrl: string; applicationName: string };

/**
 * A command that gets an access token, and the same in other languages, which are loaded when they are shown. Not by
 * React's `lazy`, whose failure would take away the dialog around it, with a client secret that is shown only once.
 */
export function ConnectionRequest(props: Props): ReactNode {
  const { answer, error, again } = useOnce(() => import('./connection-code.tsx'));
  if (answer !== null) return <answer.ConnectionCode {...props} />;
  return (
    <>
      <Command
        label={text('web.connection.code', { language: 'curl' })}
        command={curlToken(props.request)}
        copyLabel={text('web.connection.copy-command')}
      />
      {error === null ? null : (
        <p className="kt-small">
          {text('web.connection.code-failed')}{' '}
          <Button variant="subtle" size="compact-sm" onClick={again}>
            {text('web.try-again')}
          </Button>
        </p>
      )}
    </>
  );
}
