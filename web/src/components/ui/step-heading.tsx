import { useEffect, useId, useRef, type ReactNode } from 'react';
import { text } from '../../lib/messages.ts';

type Props = {
  children: string;
  /** Its place among the steps of something. */
  step?: { number: number; of: number };
  /** A page that somebody has just opened keeps the focus where the browser puts it. */
  focus?: boolean;
};

/** The heading of a step of several: reading goes on here when the step begins. */
export function StepHeading({ children, step, focus = true }: Props): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const stepId = useId();
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
    if (focus) window.scrollTo(0, 0);
  }, [focus]);
  return (
    <>
      {step === undefined ? null : (
        <p id={stepId} className="kt-muted kt-small">
          {text('web.set-up.step', { step: step.number, steps: step.of })}
        </p>
      )}
      <h1 ref={heading} tabIndex={-1} aria-describedby={step === undefined ? undefined : stepId}>
        {children}
      </h1>
    </>
  );
}
