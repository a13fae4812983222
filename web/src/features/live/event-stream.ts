import { z } from 'zod';

const changed = z.object({ clientId: z.string() });

/** EventSource connects again by itself, but gives up for good when it is refused, and behind a proxy without a server. */
const againMs = 30_000;

type Listeners = {
  /** Something about this application changed, its secrets or their use. */
  onApplication: (clientId: string) => void;
  /** Anything may have changed: the server was not told itself. */
  onEverything: () => void;
  /** It is told from now on; `missed`: what happened in a time before now was not. */
  onOpen: (missed: boolean) => void;
  /** `refused`: the server does not tell this page any more. */
  onLost: (refused: boolean) => void;
};

/** Opens the stream of what changes; gives back what closes it. */
export function openEventStream({ onApplication, onEverything, onOpen, onLost }: Listeners): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let missed = false;

  function connect(): void {
    source = new EventSource('/api/v1/events');
    source.addEventListener('open', () => {
      onOpen(missed);
      missed = false;
    });
    source.addEventListener('error', () => {
      missed = true;
      const refused = source.readyState === EventSource.CLOSED;
      onLost(refused);
      if (refused) timer = setTimeout(connect, againMs);
    });
    source.addEventListener('application', ({ data }: MessageEvent<string>) => {
      const event = changed.safeParse(JSON.parse(data));
      if (event.success) onApplication(event.data.clientId);
    });
    source.addEventListener('everything', onEverything);
  }

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
