import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LiveRegion } from '../components/ui/live-region.tsx';

/** Around every page. */
export const RootLayout = (): ReactNode => (
  <>
    <Outlet />
    <LiveRegion />
  </>
);
