import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LiveRegion } from '../components/ui/live-region.tsx';
import { usePageState } from '../lib/page-state.tsx';

/** Around every page. */
export const RootLayout = (): ReactNode => (
  <>
    {usePageState() === 'discarded' ? null : <Outlet />}
    <LiveRegion />
  </>
);
