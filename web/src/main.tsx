import { MantineProvider } from '@mantine/core';
import { focusManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionCover } from './features/session-cover/components/session-cover.tsx';
import { createSessionGuard } from './features/session-cover/session-guard.ts';
import { problemCode } from './lib/api-call.ts';
import { isPseudo } from './lib/locale.ts';
import { transformMessages } from './lib/messages.ts';
import { createPortalRouter } from './routes/router.tsx';
import { followSystem, theme } from './theme/theme.ts';

if (isPseudo()) transformMessages((await import('./lib/pseudo-locale.ts')).pseudoMessage);

const queryClient = new QueryClient({
  defaultOptions: {
    // What the server refuses it refuses again; only lost answers are asked for a second time.
    queries: {
      retry: (failures, error) => failures < 1 && problemCode(error) === null,
      retryDelay: 500,
      // Not under the cover.
      refetchOnReconnect: () => focusManager.isFocused(),
    },
  },
});
const router = createPortalRouter(queryClient);
const sessionGuard = createSessionGuard({
  queryClient,
  showSignIn: (returnHere) =>
    router.navigate({
      to: '/sign-in',
      search: returnHere ? { return: router.latestLocation.href } : {},
      replace: true,
    }),
});
const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      colorSchemeManager={followSystem}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <SessionCover guard={sessionGuard}>
          <RouterProvider router={router} />
        </SessionCover>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
