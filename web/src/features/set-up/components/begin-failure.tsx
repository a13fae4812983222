import type { SignInProgress } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { ReadingStart } from '../../../components/ui/reading-start.tsx';
import { ApiProblem, problemCode } from '../../../lib/api-call.ts';
import { errorText } from '../../../lib/error-text.ts';
import { text } from '../../../lib/messages.ts';
import { useSubmit } from '../../../lib/use-submit.ts';
import { progressQuery } from '../../session/api/session.ts';
import { sendNewLink } from '../api/set-up.ts';

type Props = {
  error: unknown;
  token: string;
  onGoOn: (progress: SignInProgress) => void;
};

const deadCodes = new Set(['set-up-link-expired', 'set-up-link-invalid']);

/** Whether trying again is of no use. */
export const isDeadLink = (error: unknown): boolean => deadCodes.has(problemCode(error) ?? '');

/** Why a link did not begin a set-up, and the one thing to do about it. */
export function BeginFailure({ error, token, onGoOn }: Props): ReactNode {
  if (problemCode(error) === 'set-up-link-expired') return <ExpiredLink error={error} token={token} />;
  if (problemCode(error) === 'set-up-link-invalid') return <DeadLink error={error} onGoOn={onGoOn} />;
  return <FailureNotice error={error} />;
}

function ExpiredLink({ error, token }: Pick<Props, 'error' | 'token'>): ReactNode {
  const [sent, setSent] = useState(false);
  const { busy, error: failure, submit } = useSubmit(() => sendNewLink(token).then(() => setSent(true)));
  if (sent)
    return (
      <ReadingStart>
        <Notice tone="good">{text('web.set-up.new-link-sent')}</Notice>
      </ReadingStart>
    );
  const email = maskedAddress(error);
  return (
    <>
      <Notice tone="warning" role="alert">
        <ErrorTitle error={error} />
        <p>{errorText(error)}</p>
      </Notice>
      {failure === null ? null : <FailureNotice error={failure} />}
      <Button variant="default" loading={busy} onClick={() => submit()}>
        {email === null ? text('web.set-up.new-link') : text('web.set-up.new-link-to', { email })}
      </Button>
    </>
  );
}

/** What is wrong with the link; the rest of the text says why, or what to do. */
const ErrorTitle = ({ error }: { error: unknown }): ReactNode =>
  error instanceof ApiProblem ? (
    <p>
      <b>{error.problem.title}</b>
    </p>
  ) : null;

/** The server tells to which address it would send, without telling the address. */
const maskedAddress = (error: unknown): string | null =>
  (error instanceof ApiProblem && error.problem.errors?.find(({ path }) => path === 'email')?.message) ||
  null;

/** The link was used before, perhaps in this very browser, whose set-up then goes on. */
function DeadLink({ error, onGoOn }: Pick<Props, 'error' | 'onGoOn'>): ReactNode {
  const { data: progress } = useQuery(progressQuery);
  const begun = progress?.setUp === true && progress.next !== 'done' ? progress : null;
  return (
    <>
      <Notice tone="warning" role="alert">
        <ErrorTitle error={error} />
        <p>{errorText(error)}</p>
        {begun === null ? <p>{text('web.set-up.used', { forgot: text('web.sign-in.forgot') })}</p> : null}
      </Notice>
      {begun === null ? (
        <p>
          <Link to="/sign-in">{text('web.set-up.sign-in')}</Link> ·{' '}
          <Link to="/forgot-password">{text('web.sign-in.forgot')}</Link>
        </p>
      ) : (
        <Button variant="default" onClick={() => onGoOn(begun)}>
          {text('web.set-up.go-on', { email: begun.user.email })}
        </Button>
      )}
    </>
  );
}
