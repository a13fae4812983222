import type { Application } from '@keyturn/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { useQuiet } from '../../../lib/quiet.ts';
import { rotationsQuery } from '../api/rotations.ts';
import { describeRotation } from '../describe-rotation.ts';
import { hasRotation } from '../rotation-pairs.ts';
import { isDone, nextStep, rotationSteps } from '../rotation-progress.ts';
import styles from './rotation-line.module.css';

type Props = {
  application: Application;
  onOpen: (replacedId: string) => void;
};

/** How far each rotation of an application is, in a line, while both client secrets exist. */
export function RotationLine({ application, onOpen }: Props): ReactNode {
  const clock = useClock();
  const isQuiet = useQuiet();
  const isUnderWay = hasRotation(application);
  const { data } = useQuery({ ...rotationsQuery(application.clientId), enabled: isUnderWay && !isQuiet });
  if (!isUnderWay || data === undefined) return null;
  return data.map((rotation) => {
    const { replacement, replaced } = rotation;
    const words = describeRotation(rotation, clock);
    return (
      <div key={replacement.id} className={styles.line}>
        <ol
          className={styles.steps}
          aria-label={text('web.rotation.line', { name: replaced.name })}
          // Safari forgets that a list without bullets is one.
          role="list"
        >
          {rotationSteps.map((step, index) => (
            <li
              key={step}
              className={styles.step}
              aria-current={step === nextStep(rotation) ? 'step' : undefined}
            >
              <span className={styles.number}>
                {isDone(step, rotation) ? <Icon name="check" size={13} /> : index + 1}
              </span>
              <span>
                {isDone(step, rotation) ? (
                  <span className="kt-visually-hidden">{text('web.rotation.done')} </span>
                ) : null}
                {words[step]}
              </span>
            </li>
          ))}
        </ol>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text('web.rotation.open-name', { name: replaced.name })}
          onClick={() => onOpen(replaced.id)}
        >
          {text('web.rotation.open')}
        </Button>
      </div>
    );
  });
}
