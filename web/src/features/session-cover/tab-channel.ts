import { z } from 'zod';

/** `inputAt` is this device's time; null asks the other tabs for theirs. */
const message = z.object({ userId: z.string(), inputAt: z.number().nullable() });

type TabMessage = z.infer<typeof message>;

/**
 * The other tabs of this browser that show the portal. A page that was left listens to none: a browser that keeps it
 * for Back would throw it away at the first message.
 */
export function openTabChannel(onMessage: (message: TabMessage) => void) {
  const stop = new AbortController();
  let channel: BroadcastChannel | null = null;
  const close = (): void => {
    channel?.close();
    channel = null;
  };
  const open = (): void => {
    if (channel !== null) return;
    channel = new BroadcastChannel('keyturn-session');
    channel.addEventListener('message', ({ data }) => {
      // A tab with an older or a newer version of the page may say something else.
      const parsed = message.safeParse(data);
      if (parsed.success) onMessage(parsed.data);
    });
  };
  open();
  addEventListener('pagehide', close, { signal: stop.signal });
  addEventListener('pageshow', open, { signal: stop.signal });
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    tell: (what: TabMessage): void => channel?.postMessage(what),
    close: (): void => {
      stop.abort();
      close();
    },
  };
}
