import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { signOut } from '../session/api/session.ts';

/** Signs out here and shows the sign-in page. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useCallback(async () => {
    await signOut(queryClient);
    await navigate({ to: '/sign-in' });
  }, [queryClient, navigate]);
}
