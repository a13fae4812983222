import { Modal } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { text } from '../../lib/messages.ts';
import { usePageState } from '../../lib/page-state.tsx';
import styles from './dialog.module.css';

type Props = {
  title: string;
  children: ReactNode;
  /** Left out: nothing but its own buttons closes the dialog. */
  onClose?: (() => void) | undefined;
  size?: string;
};

/**
 * A modal dialog named by its title. Where the focus goes when it closes is up to whoever opened it, as what it was
 * opened from may be gone by then.
 */
export function Dialog({ title, children, onClose, size = '34rem' }: Props): ReactNode {
  useInertPage();
  const isShown = usePageState() === 'shown';
  return (
    <Modal.Root
      opened
      onClose={onClose ?? (() => {})}
      // Under the cover it stays as it was.
      closeOnEscape={onClose !== undefined && isShown}
      closeOnClickOutside={false}
      returnFocus={false}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      size={size}
      classNames={{ content: styles.content ?? '', overlay: styles.overlay ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        {/* No Modal.Header: its header element is a second banner to assistive technology. */}
        <div className={styles.header}>
          <Modal.Title className={styles.title ?? ''}>{title}</Modal.Title>
          {onClose === undefined ? null : <Modal.CloseButton aria-label={text('web.close')} />}
        </div>
        <Modal.Body className={styles.body ?? ''}>{children}</Modal.Body>
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
