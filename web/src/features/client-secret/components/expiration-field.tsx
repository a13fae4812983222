import type { Application } from '@keyturn/contract';
import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatDay, formatInstant } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { zonedNoon } from '../../../lib/zoned-noon.ts';
import { GuideButton } from '../../guide/components/guide-button.tsx';
import { dateProblemText } from '../create-errors.ts';
import { expirationRange, type DateAdvice } from '../expiration-date.ts';
import styles from './expiration-field.module.css';

type Props = {
  date: string;
  onChange: (date: string) => void;
  application: Application;
  advice: DateAdvice;
  error: string | undefined;
};

/** "Expiration date": typed or picked with the browser's own control; below, what the date means. */
export function ExpirationField({ date, onChange, application, advice, error }: Props): ReactNode {
  const { now } = useClock();
  const { timeZone } = application.organisation;
  const { min, max } = expirationRange(application, now);
  const problem = advice.problem === null ? null : dateProblemText(advice.problem, application, now);
  return (
    <div className={styles.field}>
      <TextInput
        type="date"
        label={text('web.create.expires')}
        value={date}
        min={min}
        max={max}
        aria-describedby="expiration-advice"
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error ?? problem}
      />
      <div id="expiration-advice" className={styles.advice} aria-live="polite">
        {advice.expiresAt === null ? null : (
          <p>
            {text('web.create.expires-at', { when: formatInstant(advice.expiresAt, timeZone) })}
            {' · '}
            {text('web.create.expires-zone', { zone: timeZone })}
          </p>
        )}
        {advice.saferDate === null ? null : (
          <Advice>
            {text('web.create.weekend', { date: formatDay(zonedNoon(advice.saferDate, timeZone), timeZone) })}
          </Advice>
        )}
        {advice.isShort && advice.expiresAt !== null ? (
          <Advice>{text('web.create.short', { date: formatDay(advice.expiresAt, timeZone) })}</Advice>
        ) : null}
      </div>
      <GuideButton topic="expiry" />
    </div>
  );
}

const Advice = ({ children }: { children: ReactNode }): ReactNode => (
  <p className={styles.warning}>
    <Icon name="warning" size={15} />
    <span>{children}</span>
  </p>
);
