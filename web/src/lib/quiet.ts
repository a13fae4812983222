import { createContext, use } from 'react';

/**
 * Whether the page must ask the server nothing by itself: a client secret is created and shown only once, and an answer
 * that ends the session would take it away.
 */
export const QuietContext = createContext(false);

export const useQuiet = (): boolean => use(QuietContext);
