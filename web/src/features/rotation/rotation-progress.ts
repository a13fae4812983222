import type { Rotation } from '@keyturn/contract';

/** The four steps of the guide: create the replacement, update the system, confirm connectivity, delete the old one. */
export const rotationSteps = ['create', 'update', 'confirm', 'delete'] as const;
export type RotationStep = (typeof rotationSteps)[number];

const serverSteps = { 'update-system': 'update', confirm: 'confirm', delete: 'delete' } as const;

/** The step that is next, as real use shows; null: there is no replacement yet. */
export const nextStep = (rotation: Rotation | null): RotationStep =>
  rotation === null ? 'create' : serverSteps[rotation.step];

export const isDone = (step: RotationStep, rotation: Rotation | null): boolean =>
  rotationSteps.indexOf(step) < rotationSteps.indexOf(nextStep(rotation));

/** Of several replacements of the same client secret: the one that is furthest, then the newest. */
export function furthestRotation(rotations: Rotation[], replacedId: string): Rotation | null {
  const [furthest] = rotations
    .filter(({ replaced }) => replaced.id === replacedId)
    .toSorted(
      (one, other) =>
        progress(other) - progress(one) ||
        other.replacement.createdAt.localeCompare(one.replacement.createdAt),
    );
  return furthest ?? null;
}

function progress({ deletable, takenOver, waitingFor, firstUse }: Rotation): number {
  if (waitingFor === 'replacement-not-valid') return -1;
  return deletable ? 3 : takenOver ? 2 : firstUse === null ? 0 : 1;
}

/** The token requests of these callers in the last seven days. */
export const requestsThisWeek = (callers: Rotation['remaining']): number =>
  callers.reduce((sum, caller) => sum + caller.requestsThisWeek, 0);
