import { useEffect, useRef, type ReactNode } from 'react';
import styles from './form.module.css';

type Props = {
  /** Whether what had the focus is gone, or what is read is another than before. */
  focus?: boolean;
  muted?: boolean;
  children: ReactNode;
};

/** Where reading goes on when a part of the page was replaced: it takes the focus when it is first shown. */
export function ReadingStart({ focus = true, muted = false, children }: Props): ReactNode {
  const start = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus) start.current?.focus();
  }, [focus]);
  return (
    <div ref={start} tabIndex={-1} className={`${styles.start} ${muted ? 'kt-muted' : ''}`}>
      {children}
    </div>
  );
}
