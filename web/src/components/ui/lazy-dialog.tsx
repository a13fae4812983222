import { Button } from '@mantine/core';
import {
  lazy,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
  type ComponentType,
  type ReactNode,
} from 'react';
import { text } from '../../lib/messages.ts';
import styles from './lazy-dialog.module.css';

type Closable = { onClose: () => void };

/** What is there sooner needs no word that it is being loaded. */
const loadingAfterMs = 400;

/**
 * A dialog whose code is read when it is first opened. A page that is older than the server's files cannot read it any
 * more: it says so and offers to load itself anew, instead of failing as a whole.
 */
export function lazyDialog<Props extends Closable>(
  read: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const Lazy = lazy(() =>
    read()
      .catch((): ComponentType<Props> => Outdated)
      .then(toModule),
  );
  return function LazyDialog(props: Props): ReactNode {
    return (
      <Suspense fallback={<Waiting onClose={props.onClose} />}>
        <Lazy {...props} />
      </Suspense>
    );
  };
}

const toModule = <Component,>(component: Component): { default: Component } => ({ default: component });

function Waiting({ onClose }: Closable): ReactNode {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), loadingAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? (
    <PlainDialog title={text('web.dialog.loading')} onClose={onClose}>
      <Button variant="default" onClick={onClose}>
        {text('web.cancel')}
      </Button>
    </PlainDialog>
  ) : null;
}

const Outdated = ({ onClose }: Closable): ReactNode => (
  <PlainDialog title={text('web.dialog.outdated-heading')} onClose={onClose}>
    <p>{text('web.dialog.outdated')}</p>
    <div className={styles.actions}>
      <Button variant="default" onClick={onClose}>
        {text('web.close')}
      </Button>
      <Button variant="filled" onClick={() => location.reload()}>
        {text('web.dialog.reload')}
      </Button>
    </div>
  </PlainDialog>
);

/** The browser's own dialog: the one of the pages is among what is read later. */
function PlainDialog({
  title,
  onClose,
  children,
}: Closable & { title: string; children: ReactNode }): ReactNode {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
