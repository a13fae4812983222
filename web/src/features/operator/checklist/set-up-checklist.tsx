import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { FailureNotice } from '../../../components/ui/failure-notice.tsx';
import { Icon, type IconName } from '../../../components/ui/icon.tsx';
import { announce } from '../../../components/ui/live-region.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { useSessionOver } from '../../session/use-session-over.ts';
import { checklistQuery } from './checklist-api.ts';
import { describeStep, type StepLink, type StepState, type StepWords } from './describe-step.ts';
import styles from './set-up-checklist.module.css';

const followMs = 4_000;

/** "Set up <operator>": what is left to do, ticked from facts while one looks on. Hidden once everything is done. */
export function SetUpChecklist({ operatorName }: { operatorName: string }): ReactNode {
  const { data, error, isFetching, refetch } = useQuery({
    ...checklistQuery,
    refetchInterval: ({ state }) => state.data?.isComplete !== true && followMs,
  });
  const isOver = useSessionOver(error);
  const clock = useClock();
  const [wasIncomplete, setIncomplete] = useState(false);
  if (data?.isComplete === false && !wasIncomplete) setIncomplete(true);

  if (data === undefined)
    return error === null || isOver ? null : (
      <FailureNotice
        error={error}
        message={text('web.checklist.load-failed')}
        action={
          <Button variant="default" size="xs" loading={isFetching} onClick={() => void refetch()}>
            {text('web.try-again')}
          </Button>
        }
      />
    );
  if (data.isComplete)
    return wasIncomplete ? (
      <Notice tone="good" role="status">
        {text('web.checklist.complete', { operator: operatorName })}
      </Notice>
    ) : null;

  const mailsGoToFiles = data.warnings.includes('mail-to-files');
  const context = { ...clock, mailsGoToFiles };
  // Without a mail server nobody can do the first one here.
  const next = data.steps.find(
    ({ isDone, step }) => !isDone && !(mailsGoToFiles && step === 'test-mail'),
  )?.step;
  return (
    <section className={styles.section} aria-labelledby="set-up">
      <div className={`${styles.top} kt-heading-line`}>
        <h2 id="set-up">{text('web.checklist.heading', { operator: operatorName })}</h2>
        <p className="kt-muted kt-small">
          {text('web.checklist.progress', {
            done: data.steps.filter(({ isDone }) => isDone).length,
            total: data.steps.length,
          })}
        </p>
      </div>
      <ol className={styles.steps}>
        {data.steps.map((step) => (
          <Step
            key={step.step}
            words={describeStep(step, context)}
            isNext={step.step === next}
            isFollowed={step.step === 'first-token'}
          />
        ))}
      </ol>
    </section>
  );
}

const icons: Record<StepState, IconName> = { done: 'active', pending: 'clock', open: 'open' };
const states = {
  done: 'web.checklist.done',
  pending: 'web.checklist.pending',
  open: 'web.checklist.open',
} as const;

type StepProps = {
  words: StepWords;
  isNext: boolean;
  /** Whether somebody waits for it, and hears of what others do. */
  isFollowed: boolean;
};

function Step({ words: { title, state, fact, link }, isNext, isFollowed }: StepProps): ReactNode {
  const told = useRef(fact);
  useEffect(() => {
    if (told.current === fact) return;
    told.current = fact;
    if (isFollowed) announce(fact);
  }, [fact, isFollowed]);
  return (
    <li className={`${styles.step} ${styles[state]}`}>
      <Icon name={icons[state]} size={20} />
      <div>
        <h3>
          {title} <span className={styles.state}>{text(states[state])}</span>
        </h3>
        <p>{fact}</p>
      </div>
      {link === null ? null : isNext ? (
        <Button variant="filled" size="xs" renderRoot={(props) => <LinkOf {...props} link={link} />}>
          {link.label}
        </Button>
      ) : (
        <LinkOf link={link}>{link.label}</LinkOf>
      )}
    </li>
  );
}

const LinkOf = ({ link, ...props }: { link: StepLink; children?: ReactNode }): ReactNode =>
  'search' in link ? <Link {...props} to={link.to} search={link.search} /> : <Link {...props} to={link.to} />;
