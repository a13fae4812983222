import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { factorErrorText } from '../passkey.ts';

/** What failed, above the form. */
export const FactorFailure = ({ error, action }: { error: unknown; action?: ReactNode }): ReactNode =>
  error === null ? null : (
    <Notice tone="danger" role="alert" action={action}>
      {factorErrorText(error)}
    </Notice>
  );
