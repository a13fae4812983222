import type { ReactNode } from 'react';
import { errorText, requestIdOf } from '../../lib/error-text.ts';
import { text } from '../../lib/messages.ts';
import { Notice } from './notice.tsx';

type Props = { error: unknown; /** Instead of the error's own text. */ message?: string; action?: ReactNode };

/** What failed, with the request ID that support asks for. */
export function FailureNotice({ error, message, action }: Props): ReactNode {
  const requestId = requestIdOf(error);
  return (
    <Notice tone="danger" role="alert" action={action}>
      <p>{message ?? errorText(error)}</p>
      {requestId === null ? null : (
        <p className="kt-muted kt-small">
          <span className="kt-mono">{text('web.request-id', { requestId })}</span>
        </p>
      )}
    </Notice>
  );
}
