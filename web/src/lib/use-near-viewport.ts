import { startTransition, useEffect, useState, type RefObject } from 'react';

type Listener = (isNear: boolean) => void;

const listeners = new Map<Element, Listener>();
/** Those that came near and were not told yet. */
const coming = new Set<Element>();
let observer: IntersectionObserver | undefined;
/** The one that was told last, until what it does about it is on the page. */
let told: Element | undefined;

/** A screen above and below what is seen. */
const margin = '100% 0px';

/** Whether an element is, or ever was, near what is seen. Told with low priority: scrolling goes first. */
export function useNearViewport(
  element: RefObject<Element | null>,
  enabled: boolean,
): { isNear: boolean; wasNear: boolean } {
  const [isNear, setIsNear] = useState(false);
  const [wasNear, setWasNear] = useState(false);
  useEffect(() => {
    const { current } = element;
    if (!enabled || current === null) return;
    return observe(current, (near) => {
      startTransition(() => {
        setIsNear(near);
        if (near) setWasNear(true);
      });
    });
  }, [element, enabled]);
  useEffect(() => {
    if (wasNear && element.current !== null) noteDone(element.current);
  }, [element, wasNear]);
  return { isNear, wasNear };
}

/** One observer for all: a thousand of them would each look at every scrolling. */
function observe(element: Element, listener: Listener): () => void {
  if (observer === undefined) {
    observer = new IntersectionObserver(note, { rootMargin: margin });
    addEventListener('scroll', noteScrolling, { passive: true });
  }
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    listeners.delete(element);
    coming.delete(element);
    noteDone(element);
    observer?.unobserve(element);
  };
}

function note(entries: IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) coming.add(target);
    // Whoever went past it quickly never needs it.
    else if (!coming.delete(target)) listeners.get(target)?.(false);
  }
  tellNext();
}

/**
 * One after the other, the last one first: that is where somebody scrolled to. Together they would be one long task.
 */
function tellNext(): void {
  const next = [...coming].at(-1);
  if (told !== undefined || next === undefined || waiting !== undefined) return;
  if (isRushing()) {
    waiting = setTimeout(() => {
      waiting = undefined;
      tellNext();
    }, rushMs);
    return;
  }
  coming.delete(next);
  const wasToldBefore = seen.has(next);
  seen.add(next);
  if (!wasToldBefore) told = next;
  listeners.get(next)?.(true);
  if (wasToldBefore) tellNext();
}

/** Nobody reads what rushes past, so nothing is made ready for it. */
const rushMs = 120;
const rushPixelsPerMs = 3;
let waiting: ReturnType<typeof setTimeout> | undefined;
let scrolled = { y: 0, at: 0, pixelsPerMs: 0 };

function noteScrolling(): void {
  const at = performance.now();
  const pixelsPerMs = Math.abs(scrollY - scrolled.y) / Math.max(at - scrolled.at, 1);
  scrolled = { y: scrollY, at, pixelsPerMs };
}

const isRushing = (): boolean =>
  performance.now() - scrolled.at < rushMs && scrolled.pixelsPerMs > rushPixelsPerMs;

/** Those whose coming near changes little, as they came before. */
const seen = new WeakSet<Element>();

function noteDone(element: Element): void {
  if (told !== element) return;
  told = undefined;
  requestAnimationFrame(() => setTimeout(tellNext, 0));
}
