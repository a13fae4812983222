import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import styles from './tabs.module.css';

type Tab = { id: string; label: string };

type Props = {
  /** What is chosen between. */
  label: string;
  tabs: Tab[];
  shown: string;
  onShow: (id: string) => void;
  /** Of the tab that is shown. */
  children: ReactNode;
};

/** Tabs as the ARIA practices guide has them: one stop for the Tab key, the arrow keys show another. */
export function Tabs({ label, tabs, shown, onShow, children }: Props): ReactNode {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const position = tabs.findIndex((tab) => tab.id === shown);
    const next = positionAfter(event.key, position, tabs.length);
    if (next === null) return;
    event.preventDefault();
    onShow(tabs[next]?.id ?? shown);
    list.current?.querySelectorAll('button')[next]?.focus();
  }

  return (
    <div className={styles.tabs}>
      <div ref={list} className={styles.list} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={tab.id === shown}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === shown ? 0 : -1}
            onClick={() => onShow(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className={styles.panel} role="tabpanel" aria-labelledby={`${id}-${shown}`}>
        {children}
      </div>
    </div>
  );
}

function positionAfter(key: string, position: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return (position + 1) % count;
    case 'ArrowLeft':
      return (position + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
