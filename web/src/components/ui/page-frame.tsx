import type { ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { OperatorBrand } from './operator-brand.tsx';
import { SidePanelFrame, useSidePanelHost } from './side-panel.tsx';
import styles from './page-frame.module.css';

type Props = {
  operatorName: string;
  /** null: it has none. */
  logoUrl: string | null;
  /** At the end of the top bar. */
  menu?: ReactNode;
  /** Below the top bar: the ways to other pages. */
  navigation?: ReactNode;
  banner?: ReactNode;
  footer: ReactNode;
  children: ReactNode;
};

/** Top bar, content and footer of every page. */
export function PageFrame(props: Props): ReactNode {
  const { operatorName, logoUrl, menu, navigation, banner, footer, children } = props;
  const sidePanel = useSidePanelHost();
  return (
    <SidePanelFrame host={sidePanel} place="page">
      <div className={styles.frame}>
        <header className={styles.bar}>
          <a className={styles.skip} href="#content">
            {text('web.skip')}
          </a>
          {banner === undefined ? null : <p className={styles.demo}>{banner}</p>}
          <div className={styles.inner}>
            <OperatorBrand operatorName={operatorName} logoUrl={logoUrl} />
            {menu}
          </div>
          {navigation}
        </header>
        <main id="content" className={styles.main} tabIndex={-1}>
          <div className={styles.inner}>
            <div className={styles.content}>{children}</div>
          </div>
        </main>
        <footer className={styles.footer}>
          <div className={styles.inner}>{footer}</div>
        </footer>
      </div>
    </SidePanelFrame>
  );
}

/** For what belongs at the end of the footer. */
export const FooterEnd = ({ children }: { children: ReactNode }): ReactNode => (
  <span className={styles.push}>{children}</span>
);
