import { useId, type ReactNode, type Ref } from 'react';
import styles from './account.module.css';

type Props = {
  id?: string;
  title: string;
  /** Takes the focus when something in the section is gone. */
  headingRef?: Ref<HTMLHeadingElement>;
  children: ReactNode;
};

/** One part of the account page, named by its heading. */
export function AccountSection({ id, title, headingRef, children }: Props): ReactNode {
  const headingId = useId();
  return (
    <section id={id} className={styles.section} aria-labelledby={headingId}>
      <h2 ref={headingRef} id={headingId} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
