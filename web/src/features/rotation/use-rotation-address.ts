import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

export type RotationAddress = {
  /** The application that the address asks for. */
  clientId: string | undefined;
  /** The client secret whose rotation the address asks for. */
  secretId: string | undefined;
  /** Whether the page behind it goes on showing all applications, as it did before. */
  isAmongAll: boolean;
  open: (clientId: string, secretId: string) => void;
  close: () => void;
};

/**
 * The open rotation stands in the page's address, so that it outlives a reload, can be sent to a colleague, and is left
 * by Back.
 *
 * @param search what the address asks for
 */
export function useRotationAddress({
  application,
  rotate,
}: {
  application?: string;
  rotate?: string;
}): RotationAddress {
  const navigate = useNavigate({ from: '/manage-api-credentials' });
  const { history } = useRouter();
  const openedFrom = useRouterState({
    // What the address asks for is told later than where the browser is, and earlier than that it has arrived there.
    select: ({ location, resolvedLocation }) =>
      location.state.rotationOpenedFrom ?? resolvedLocation?.state.rotationOpenedFrom,
  });
  const from = application === undefined ? 'all' : 'one';

  const open = useCallback(
    (clientId: string, secretId: string) => {
      void navigate({
        search: (search) => ({ ...search, application: clientId, rotate: secretId }),
        state: { rotationOpenedFrom: from },
        resetScroll: false,
      });
    },
    [navigate, from],
  );

  const close = useCallback(() => {
    // The list as it was, with nothing in the history to go back to by mistake.
    if (openedFrom !== undefined) return history.back();
    void navigate({
      search: ({ rotate: _left, ...search }) => search,
      replace: true,
      resetScroll: false,
    });
  }, [navigate, history, openedFrom]);

  return {
    clientId: application?.toLowerCase(),
    secretId: application === undefined ? undefined : rotate?.toLowerCase(),
    isAmongAll: rotate !== undefined && openedFrom === 'all',
    open,
    close,
  };
}
