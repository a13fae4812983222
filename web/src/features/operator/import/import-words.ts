import type { ImportCount, ImportPreview } from '@keyturn/contract';
import { text } from '../../../lib/messages.ts';

/** "12 new, 3 changed, 0 errors"; each open question is a problem too, and told as what it is. */
export const totalWords = ({
  total,
  problemCount,
  openQuestions,
}: Pick<ImportPreview, 'total' | 'problemCount' | 'openQuestions'>): string =>
  text('web.import.total', { ...total, errors: problemCount - openQuestions, questions: openQuestions });

/** "12 new, 3 changed": what there is of each, and nothing of what there is not. */
export const countWords = (count: ImportCount): string =>
  (['created', 'updated', 'removed'] as const)
    .filter((kind) => count[kind] > 0)
    .map((kind) => text(`web.import.count-${kind}`, { count: count[kind] }))
    .join(', ');

export const changeCount = ({ created, updated, removed }: ImportCount): number =>
  created + updated + removed;
