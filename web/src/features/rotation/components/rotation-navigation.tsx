import type { Rotation } from '@keyturn/contract';
import type { ReactNode } from 'react';
import { Icon } from '../../../components/ui/icon.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { text } from '../../../lib/messages.ts';
import { describeDeleteState, describeRotation } from '../describe-rotation.ts';
import { isDone, rotationSteps, type RotationStep } from '../rotation-progress.ts';
import styles from './rotation-stepper.module.css';

type Props = {
  rotation: Rotation | null;
  shown: RotationStep;
  onShow: (step: RotationStep) => void;
};

/** The steps, each with how far it is. Those after the first need a replacement. */
export function RotationNavigation({ rotation, shown, onShow }: Props): ReactNode {
  const clock = useClock();
  const words =
    rotation === null
      ? null
      : { ...describeRotation(rotation, clock), delete: describeDeleteState(rotation, clock) };
  return (
    <nav aria-label={text('web.rotation.steps')}>
      <ol className={styles.steps} role="list">
        {rotationSteps.map((step, index) => {
          const done = isDone(step, rotation);
          return (
            <li key={step}>
              <button
                type="button"
                className={styles.goto}
                aria-current={step === shown ? 'step' : undefined}
                disabled={rotation === null && step !== 'create'}
                onClick={() => onShow(step)}
              >
                <span className={`${styles.number} ${done ? styles.done : ''}`}>
                  {done ? <Icon name="check" size={14} /> : index + 1}
                </span>
                <span className={styles.words}>
                  {done ? <span className="kt-visually-hidden">{text('web.rotation.done')} </span> : null}
                  <b>{text(`web.rotation.step-${step}`)}</b>
                  <span className={styles.state}>{words?.[step] ?? text('web.rotation.to-do')}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
