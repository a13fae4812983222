import type { Application } from '@keyturn/contract';
import { useState } from 'react';

/**
 * The state of an application that a dialog decides upon: fixed when it opens, so that If-Match guards what was seen;
 * evidence that changes nothing about the secrets (token requests) still comes in live.
 */
export function useDecision(live: Application): {
  application: Application;
  restart: (fresh: Application) => void;
} {
  const [base, setBase] = useState(live);
  return { application: live.etag === base.etag ? live : base, restart: setBase };
}
