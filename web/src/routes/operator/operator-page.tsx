import { operatorMessages, type Session } from '@keyturn/contract';
import { useEffect, useRef, type ReactNode } from 'react';
import { addMessages } from '../../lib/messages.ts';
import { SignedInPage } from '../signed-in-page.tsx';

// Every page of the operator team imports this module, and no other page does.
addMessages(operatorMessages);

type Props = {
  session: Session;
  title: string;
  lead?: string;
  /** To where one may want to go on from here; the navigation is there anyway. */
  links?: ReactNode;
  children: ReactNode;
};

/** A page of the operator team. Reading begins at its heading. */
export function OperatorPage({ links, ...rest }: Props): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return <SignedInPage {...rest} headingRef={heading} links={links} />;
}
