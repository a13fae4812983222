import { Agent, request, type IncomingMessage } from 'node:http';

/** A request as the client saw it, by `performance.now()`. */
export type Called = {
  status: number;
  text: string;
  /** Before the first byte was written to a socket. */
  sentMs: number;
  /** When the answer had been read to its end. */
  answeredMs: number;
};

export type Call = {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  form?: Record<string, string>;
  json?: unknown;
};

/** Longer than a server is ever stopped: what it answers when it goes on is heard. */
const patienceMs = 20_000;

/** The connections of many clients with one server. */
export type Caller = {
  /** null: no answer came, so nobody knows what became of the request. */
  call: (what: Call) => Promise<Called | null>;
  /** How many requests wait for an answer. */
  readonly waiting: number;
  close: () => void;
};

export function createCaller(url: string): Caller {
  // A request that finds no idle connection opens one: those to a server that is stopped pile up there.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 32 });
  let waiting = 0;

  const send = ({ method = 'GET', path, headers, form, json }: Call): Promise<Called | null> =>
    new Promise((resolve) => {
      const body = json === undefined ? form && new URLSearchParams(form).toString() : JSON.stringify(json);
      const type = json === undefined ? 'application/x-www-form-urlencoded' : 'application/json';
      const content = body === undefined ? {} : { 'content-type': type, 'content-length': body.length };
      const sentMs = performance.now();
      const lost = (): void => resolve(null);
      const outgoing = request(
        `${url}${path}`,
        { method, agent, headers: { ...headers, ...content }, timeout: patienceMs },
        (answer: IncomingMessage) => {
          let text = '';
          answer
            .setEncoding('utf8')
            .on('data', (chunk: string) => (text += chunk))
            .on('end', () =>
              resolve({ status: answer.statusCode ?? 0, text, sentMs, answeredMs: performance.now() }),
            )
            .on('error', lost)
            .on('close', lost);
        },
      );
      outgoing.on('timeout', () => outgoing.destroy()).on('error', lost);
      outgoing.end(body);
    });

  return {
    async call(what) {
      waiting += 1;
      try {
        return await send(what);
      } finally {
        waiting -= 1;
      }
    },
    get waiting() {
      return waiting;
    },
    close: () => agent.destroy(),
  };
}
