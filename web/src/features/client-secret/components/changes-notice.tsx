import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';

type Props = {
  /** What others did meanwhile; empty when no sentence tells it. */
  changes: string[];
  /** Before what they did. */
  lead: string;
  /** When nothing is told: a whole sentence. */
  leadAlone: string;
  /** The secret itself is gone: there is nothing to decide any more. */
  gone: boolean;
};

/** Somebody else was faster: what they did, and that it is to be decided anew. */
export const ChangesNotice = ({ changes, lead, leadAlone, gone }: Props): ReactNode => (
  <Notice tone="warning" role="alert">
    {gone ? null : <p>{changes.length === 0 ? leadAlone : lead}</p>}
    {changes.map((change) => (
      <p key={change}>{change}</p>
    ))}
  </Notice>
);
