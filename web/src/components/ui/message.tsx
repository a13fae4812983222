import type { WebMessageKey } from '@keyturn/contract';
import { Fragment, type ReactNode } from 'react';
import { textParts } from '../../lib/messages.ts';

/** A text of the catalogue whose parameters may be elements, such as links. */
export function Message({ id, values }: { id: WebMessageKey; values: Record<string, ReactNode> }): ReactNode {
  // The position is the identity of a piece: pieces of one message never move.
  return textParts(id, values).map(({ value }, index) => <Fragment key={index}>{value}</Fragment>);
}
