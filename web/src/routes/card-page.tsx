import type { ReactNode } from 'react';
import { PageFrame } from '../components/ui/page-frame.tsx';
import { usePortal } from '../features/portal/api/portal.ts';
import { PortalFooter } from '../features/portal/components/portal-footer.tsx';
import { text } from '../lib/messages.ts';
import styles from './card-page.module.css';

type Props = {
  children: ReactNode;
  /** Beside the card, where there is room. */
  aside?: ReactNode;
  menu?: ReactNode;
  /** For text to be read at length. */
  wide?: boolean;
};

/** A page that is one card: signing in, setting up, reading the terms. */
export function CardPage({ children, aside, menu, wide = false }: Props): ReactNode {
  const { operatorName, logoUrl, demo } = usePortal();
  const shape = aside ? styles.withAside : wide ? styles.wide : '';
  return (
    <PageFrame
      operatorName={operatorName}
      logoUrl={logoUrl}
      {...(demo ? { banner: text('web.demo.banner') } : {})}
      menu={menu}
      footer={<PortalFooter />}
    >
      <div className={`${styles.layout} ${shape}`}>
        <div className={styles.card}>{children}</div>
        {aside}
      </div>
    </PageFrame>
  );
}
