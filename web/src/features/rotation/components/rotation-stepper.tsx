import type { ClientSecret, Rotation } from '@keyturn/contract';
import { Button, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { DialogActions, DialogStack } from '../../../components/ui/dialog.tsx';
import { Notice } from '../../../components/ui/notice.tsx';
import { useClock } from '../../../lib/clock.tsx';
import { formatShortDay } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { rotationsQuery } from '../api/rotations.ts';
import {
  furthestRotation,
  isDone,
  nextStep,
  rotationSteps,
  type RotationStep,
} from '../rotation-progress.ts';
import type { RotationProps } from '../rotation-props.ts';
import { ConfirmStep } from './confirm-step.tsx';
import { CreateStep } from './create-step.tsx';
import { DeleteStep } from './delete-step.tsx';
import { RotationNavigation } from './rotation-navigation.tsx';
import styles from './rotation-stepper.module.css';
import { UpdateStep } from './update-step.tsx';

type Props = RotationProps & { secret: ClientSecret; rotations: Rotation[] };

/**
 * The four steps of a rotation. It opens at the one that is next; from then on people choose which one they see, and
 * live updates only change what it says.
 */
export function RotationStepper(props: Props): ReactNode {
  const { application, portal, secret, rotations, userId, refresh, onDelete, onDisable, onClose } = props;
  const clock = useClock();
  const queryClient = useQueryClient();
  const furthest = furthestRotation(rotations, secret.id);
  const [replacementId, setReplacementId] = useState(furthest?.replacement.id);
  const rotation = rotations.find(({ replacement }) => replacement.id === replacementId) ?? furthest;
  const [shown, setShown] = useState<RotationStep>(() => nextStep(rotation));
  // Without a replacement there is but one thing to do.
  const step = rotation === null ? 'create' : shown;
  const heading = useRef<HTMLHeadingElement>(null);
  const [turns, setTurns] = useState(0);

  // What was chosen begins with its heading; also for whoever has just opened it.
  useEffect(() => heading.current?.focus(), [step, turns]);

  const replacement = application.secrets.find(({ id }) => id === rotation?.replacement.id);
  const following = rotationSteps[rotationSteps.indexOf(step) + 1];

  async function named(name: { replacementId: string } | null): Promise<void> {
    await Promise.all([
      refresh().catch(() => null),
      queryClient.invalidateQueries({ queryKey: rotationsQuery(application.clientId).queryKey }),
    ]);
    setReplacementId(name?.replacementId);
    setShown(name === null ? 'create' : 'update');
    // The button that was pressed is gone.
    setTurns((count) => count + 1);
  }

  return (
    <DialogStack>
      <p className="kt-muted">
        {text('web.delete.subject', {
          name: secret.name,
          hint: secret.hint,
          application: application.name,
        })}
      </p>
      {rotation === null || !isOthers(rotation, replacement, userId) ? null : (
        <Notice
          tone="info"
          action={
            <Button variant="default" size="xs" onClick={props.onCreate}>
              {text('web.rotation.create-another')}
            </Button>
          }
        >
          {text('web.rotation.others', {
            name: rotation.replacement.createdBy,
            date: formatShortDay(rotation.replacement.createdAt, clock.timeZone, clock.now),
          })}
        </Notice>
      )}
      {rotations.length < 2 ? null : (
        <NativeSelect
          label={text('web.rotation.which')}
          value={rotation?.replacement.id ?? ''}
          onChange={(event) => setReplacementId(event.currentTarget.value)}
          data={rotations.map((one) => ({
            value: one.replacement.id,
            label: text('web.rotation.which-option', {
              name: one.replacement.name,
              hint: one.replacement.hint,
              date: formatShortDay(one.replacement.createdAt, clock.timeZone, clock.now),
            }),
          }))}
        />
      )}
      <div className={styles.stepper}>
        <RotationNavigation rotation={rotation} shown={step} onShow={setShown} />
        <section className={styles.step} aria-labelledby="rotation-step">
          <h3 ref={heading} id="rotation-step" tabIndex={-1} className={styles.heading} data-autofocus>
            {text(`web.rotation.step-${step}`)}
          </h3>
          {step === 'create' || rotation === null ? (
            <CreateStep {...props} rotation={rotation} onNamed={named} />
          ) : step === 'update' ? (
            <UpdateStep application={application} portal={portal} secret={secret} rotation={rotation} />
          ) : step === 'confirm' ? (
            <ConfirmStep application={application} rotation={rotation} />
          ) : (
            <DeleteStep
              application={application}
              secret={secret}
              rotation={rotation}
              onDisable={onDisable}
              onDelete={onDelete}
            />
          )}
        </section>
      </div>
      <DialogActions>
        <p className={styles.later}>{text('web.rotation.finish-later')}</p>
        <Button variant="default" onClick={onClose}>
          {text('web.close')}
        </Button>
        {rotation === null || following === undefined ? null : (
          <Button variant={isDone(step, rotation) ? 'filled' : 'default'} onClick={() => setShown(following)}>
            {text('web.rotation.next', { step: text(`web.rotation.step-${following}`) })}
          </Button>
        )}
      </DialogActions>
    </DialogStack>
  );
}

/** Until it is used, only who created it can install it. */
const isOthers = ({ firstUse }: Rotation, replacement: ClientSecret | undefined, userId: string): boolean =>
  firstUse === null &&
  replacement !== undefined &&
  replacement.createdBy.kind === 'user' &&
  replacement.createdBy.userId !== userId;
