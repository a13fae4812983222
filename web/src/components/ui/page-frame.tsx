import type { ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { SidePanelFrame, useSidePanelHost } from './side-panel.tsx';
import styles from './page-frame.module.css';

type Props = {
  operatorName: string;
  /** At the end of the top bar. */
  menu?: ReactNode;
  /** Below the top bar: the ways to other pages. */
  navigation?: ReactNode;
  banner?: ReactNode;
  footer: ReactNode;
  children: ReactNode;
};

/** Top bar, content and footer of every page. */
export function PageFrame({ operatorName, menu, navigation, banner, footer, children }: Props): ReactNode {
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
            <div className={styles.brand}>
              <span className={styles.mark}>
                <Mark />
              </span>
              <span>
                {operatorName}
                <small>{text('web.portal')}</small>
              </span>
            </div>
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

const Mark = (): ReactNode => (
  <svg
    viewBox="0 0 24 24"
    width="17"
    height="17"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.6"
    aria-hidden="true"
  >
    <path d="M7 4v16M7 13.5 15 5.5M10.2 10.3 16.5 20" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
