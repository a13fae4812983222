import { Modal } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { usePageState } from '../../lib/page-state.tsx';
import { SidePanelFrame, useSidePanelHost } from './side-panel.tsx';
import styles from './dialog.module.css';

type Props = {
  title: string;
  children: ReactNode;
  /** Left out: nothing but its own buttons closes the dialog. */
  onClose?: (() => void) | undefined;
  size?: string;
  /** Beside the title: opens what explains the dialog. */
  help?: ReactNode;
};

/**
 * A modal dialog named by its title. Where the focus goes when it closes is up to whoever opened it, as what it was
 * opened from may be gone by then.
 */
export function Dialog({ title, children, onClose, size = '34rem', help }: Props): ReactNode {
  useInertPage();
  const isShown = usePageState() === 'shown';
  const sidePanel = useSidePanelHost();
  const hasPanel = sidePanel.panel !== null;
  return (
    <Modal.Root
      opened
      onClose={onClose ?? (() => {})}
      // Under the cover it stays as it was; a panel beside it is closed first.
      closeOnEscape={onClose !== undefined && isShown && !hasPanel}
      closeOnClickOutside={false}
      returnFocus={false}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      size={hasPanel ? `calc(${size} + 24rem)` : size}
      classNames={{ content: styles.content ?? '', overlay: styles.overlay ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <SidePanelFrame host={sidePanel} place="dialog">
          {/* No Modal.Header: its header element is a second banner to assistive technology. */}
          <div className={styles.header}>
            <Modal.Title className={styles.title ?? ''}>{title}</Modal.Title>
            <div className={styles.corner}>
              {help}
              {onClose === undefined ? null : <Modal.CloseButton aria-label={text('web.close')} />}
            </div>
          </div>
          <Modal.Body className={styles.body ?? ''}>{children}</Modal.Body>
        </SidePanelFrame>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The page behind a dialog cannot be reached, by no means of input. */
function useInertPage(): void {
  useEffect(() => {
    const page = document.querySelector<HTMLElement>('#root');
    if (page !== null) page.inert = true;
    return () => {
      if (page !== null) page.inert = false;
    };
  }, []);
}

export const DialogStack = ({ children }: { children: ReactNode }): ReactNode => (
  <div className={styles.stack}>{children}</div>
);

export const DialogActions = ({ children }: { children: ReactNode }): ReactNode => (
  <div className={styles.actions}>{children}</div>
);
