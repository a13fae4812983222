import { useEffect } from 'react';
import { problemCode } from '../../lib/api-call.ts';
import { useSignedOut } from './use-signed-out.ts';

/** Whether what failed is that the session is over; then the route asks to sign in, and returns here. */
export function useSessionOver(error: unknown): boolean {
  const onSignedOut = useSignedOut();
  const isOver = problemCode(error) === 'unauthenticated';
  useEffect(() => {
    if (isOver) onSignedOut();
  }, [isOver, onSignedOut]);
  return isOver;
}
