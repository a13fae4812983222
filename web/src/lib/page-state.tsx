import { createContext, use } from 'react';

/** `covered`: somebody went away, and nothing of it may be seen; `discarded`: it is gone for good. */
export type PageState = 'shown' | 'covered' | 'discarded';

export const PageStateContext = createContext<PageState>('shown');

export const usePageState = (): PageState => use(PageStateContext);
