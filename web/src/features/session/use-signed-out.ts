import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { sessionQuery } from './api/session.ts';

/** For when the server says that the session is over: the route then asks to sign in, and returns here. */
export function useSignedOut(): () => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  return useCallback(() => {
    queryClient.setQueryData(sessionQuery.queryKey, null);
    void router.invalidate();
  }, [queryClient, router]);
}
