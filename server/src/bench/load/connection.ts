import { connect } from 'node:net';

const readBytes = 64 * 1024;
const contentLength = /\r\ncontent-length: *(\d+)/i;

/** A connection that is kept alive, with at most one request under way. */
export type Connection = { send(request: Buffer): void; close(): void };

type Options = {
  port: number;
  onOpen: (connection: Connection) => void;
  /** A whole answer is there. `text` is asked for only when it matters: making it costs time. */
  onAnswer: (connection: Connection, status: number, text: () => string) => void;
  /** It broke, or what came is no answer that this reads. */
  onBroken: (connection: Connection, reason: string) => void;
};

/**
 * Opens a connection to this machine and reads answers by their Content-Length; chunked ones it does not know. Into one
 * buffer, again and again: the load generator has the processor that the server wants.
 */
export function openConnection({ port, onOpen, onAnswer, onBroken }: Options): Connection {
  let head = '';
  let answer = '';
  let status = 0;
  /** Bytes of the body that are still to come; null: the head is not complete. */
  let missing: number | null = null;
  let isClosed = false;

  function read(bytes: number, buffer: Buffer): boolean {
    if (missing === null) {
      head += buffer.toString('latin1', 0, bytes);
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return true;
      const [, length] = contentLength.exec(head) ?? [];
      if (length === undefined) return broken(`no Content-Length: ${head.slice(0, end)}`);
      status = Number(head.slice(9, 12));
      missing = Number(length) - (head.length - end - 4);
      answer = head;
      head = '';
    } else missing -= bytes;
    if (missing < 0) return broken('more than one answer');
    if (missing > 0) return true;
    missing = null;
    onAnswer(connection, status, () => answer);
    return true;
  }

  function broken(reason: string): false {
    if (!isClosed) {
      connection.close();
      onBroken(connection, reason);
    }
    return false;
  }

  const buffer = Buffer.allocUnsafeSlow(readBytes);
  const socket = connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    onread: { buffer, callback: (bytes) => read(bytes, buffer) },
  });
  const connection: Connection = {
    send: (request) => void socket.write(request),
    close() {
      isClosed = true;
      socket.destroy();
    },
  };
  socket.on('connect', () => onOpen(connection));
  socket.on('error', (error) => broken(String(error)));
  socket.on('close', () => broken('closed'));
  return connection;
}
