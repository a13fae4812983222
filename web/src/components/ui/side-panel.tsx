import { CloseButton } from '@mantine/core';
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
  type RefObject,
} from 'react';
import { text } from '../../lib/messages.ts';
import { usePageState } from '../../lib/page-state.tsx';
import styles from './side-panel.module.css';

/** What a panel shows; one of another `id` takes its place. */
type PanelContent = { id: string; title: string; content: ReactNode };

type SidePanel = {
  panelId: string;
  /** Of what is shown; null: the panel is closed. */
  shownId: string | null;
  /** Shows it, or closes the panel when it is shown already. `opener` gets the focus back in the end. */
  toggle: (panel: PanelContent, opener: HTMLElement) => void;
};

export type SidePanelHost = SidePanel & {
  panel: PanelContent | null;
  close: () => void;
  frame: RefObject<HTMLDivElement | null>;
};

const SidePanelContext = createContext<SidePanel | null>(null);

/** The panel beside the page, or within the dialog, that this is part of. */
export function useSidePanel(): SidePanel {
  const sidePanel = use(SidePanelContext);
  if (sidePanel === null) throw new Error('This is outside of every SidePanelFrame.');
  return sidePanel;
}

export function useSidePanelHost(): SidePanelHost {
  const panelId = useId();
  const [panel, setPanel] = useState<PanelContent | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const isShown = usePageState() === 'shown';
  const shownId = panel?.id ?? null;

  const close = useCallback((): void => setPanel(null), []);
  useEffect(() => {
    // Once the panel is gone: what a sheet covered could not have the focus before.
    if (shownId !== null) return;
    opener.current?.focus();
    opener.current = null;
  }, [shownId]);
  const toggle = useCallback(
    (next: PanelContent, from: HTMLElement): void => {
      if (next.id === shownId) return close();
      opener.current = from;
      setPanel(next);
    },
    [shownId, close],
  );

  const closeByEscape = useEffectEvent((event: KeyboardEvent): void => {
    const isBehind = frame.current === null || frame.current.closest('[inert]') !== null;
    if (event.key !== 'Escape' || event.isComposing || !isShown || isBehind) return;
    // The panel alone: a dialog around it stays.
    event.stopImmediatePropagation();
    event.preventDefault();
    close();
  });
  useEffect(() => {
    if (shownId === null) return;
    const onKeyDown = (event: KeyboardEvent): void => closeByEscape(event);
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => removeEventListener('keydown', onKeyDown, { capture: true });
  }, [shownId]);

  return { panelId, panel, shownId, toggle, close, frame };
}

type FrameProps = { host: SidePanelHost; place: 'page' | 'dialog'; children: ReactNode };

/**
 * A page or the content of a dialog, with a panel beside it that is not modal; where there is no room for both, the
 * panel is a sheet over the whole screen, and what is below cannot be reached meanwhile.
 */
export function SidePanelFrame({ host, place, children }: FrameProps): ReactNode {
  const { panelId, panel, shownId, toggle, close, frame } = host;
  const isNarrow = useSyncExternalStore(subscribeToWidth, () => narrow.matches);
  const value = useMemo(() => ({ panelId, shownId, toggle }), [panelId, shownId, toggle]);
  return (
    <SidePanelContext value={value}>
      <div ref={frame} className={styles[place]} data-beside={panel === null ? undefined : 'true'}>
        <div className={styles.main} inert={panel !== null && isNarrow}>
          {children}
        </div>
        {panel === null ? null : (
          <Panel key={panel.id} id={panelId} title={panel.title} onClose={close}>
            {panel.content}
          </Panel>
        )}
      </div>
    </SidePanelContext>
  );
}

type PanelProps = { id: string; title: string; onClose: () => void; children: ReactNode };

function Panel({ id, title, onClose, children }: PanelProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside id={id} className={styles.panel} aria-labelledby={`${id}-title`}>
      <div className={styles.header}>
        <h2 ref={heading} id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        <CloseButton aria-label={text('web.guide.close')} onClick={onClose} />
      </div>
      <div className={styles.content}>{children}</div>
    </aside>
  );
}

// As in the style sheet.
const narrow = matchMedia('(max-width: 60rem)');

function subscribeToWidth(onChange: () => void): () => void {
  narrow.addEventListener('change', onChange);
  return () => narrow.removeEventListener('change', onChange);
}
