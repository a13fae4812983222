import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../../components/ui/notice.tsx';
import { text } from '../../../lib/messages.ts';

/** That a list is narrowed by what a link led to, which no field of the page shows. */
export const OnlyNotice = ({
  children,
  onShowAll,
}: {
  children: ReactNode;
  onShowAll: () => void;
}): ReactNode => (
  <Notice
    tone="info"
    action={
      <Button variant="default" size="xs" onClick={onShowAll}>
        {text('web.list.show-all')}
      </Button>
    }
  >
    {children}
  </Notice>
);
