/* oxlint-disable no-underscore-dangle -- The functions that Emscripten exports start with one. */
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { EmbeddedDatabaseFailedError } from './errors.ts';

/** What the embedded database writes to; pino's logger fits. */
export interface EmbeddedDatabaseLog {
  debug: (details: object, message: string) => void;
  info: (details: object, message: string) => void;
  warn: (details: object, message: string) => void;
  error: (details: object, message: string) => void;
}

export interface FailStopOptions {
  log?: EmbeddedDatabaseLog | undefined;
  /** Called once, when the instance has stopped for good. */
  onFailure: (error: EmbeddedDatabaseFailedError) => void;
}

/**
 * A PGlite that stops when it breaks. PGlite swallows a PANIC, a WebAssembly trap and a stack overflow and then goes
 * on with a half-dead PostgreSQL, which hangs the event loop or answers from rows it failed to keep. This one refuses
 * everything from that moment: no statement that was under way is acknowledged.
 */
export class FailStopPglite extends PGlite {
  readonly #onFailure: FailStopOptions['onFailure'];
  readonly #reason: { line?: string };
  #failure: EmbeddedDatabaseFailedError | undefined;
  #watched = false;
  #closed: Promise<void> | undefined;

  constructor(options: PGliteOptions, { log, onFailure }: FailStopOptions) {
    const reason: { line?: string } = {};
    super({
      ...options,
      onStderr: (line) => {
        if (/^(PANIC|FATAL):/.test(line)) reason.line ??= line;
        logLine(log, line);
        return false;
      },
    });
    this.#reason = reason;
    this.#onFailure = onFailure;
  }

  /** Why the instance has stopped, if it has. */
  get failure(): EmbeddedDatabaseFailedError | undefined {
    return this.#failure;
  }

  /** The first line in which PostgreSQL said that it cannot go on. */
  get fatalLine(): string | undefined {
    return this.#reason.line;
  }

  /** Stops the instance for good; the first reason is the one to tell. */
  fail(cause: unknown): EmbeddedDatabaseFailedError {
    if (this.#failure !== undefined) return this.#failure;
    const reason = this.#reason.line ?? (cause instanceof Error ? cause.message : String(cause));
    const failure = new EmbeddedDatabaseFailedError(reason, { cause });
    this.#failure = failure;
    queueMicrotask(() => this.#onFailure(failure));
    return failure;
  }

  /** Whether someone left a transaction open on the one connection. */
  hasOpenTransaction(): boolean {
    return this.#failure === undefined && this.#closed === undefined && this.isInTransaction();
  }

  override execProtocolRawSync(message: Uint8Array): Uint8Array {
    this.#refuseIfStopped();
    this.#watch();
    const answer = super.execProtocolRawSync(message);
    // An fsync that failed without PostgreSQL making an error of it.
    this.#refuseIfStopped();
    return answer;
  }

  override close(): Promise<void> {
    // A broken instance must not write a shutdown checkpoint.
    this.#closed ??= this.#failure === undefined ? super.close() : Promise.resolve();
    return this.#closed;
  }

  #refuseIfStopped(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.closed) throw new Error('PGlite is closed');
  }

  #watch(): void {
    if (this.#watched) return;
    this.#watched = true;
    const module = this.Module;
    const mainLoopOnce = module._PostgresMainLoopOnce;
    module._PostgresMainLoopOnce = () => {
      try {
        mainLoopOnce();
      } catch (error) {
        if (!isStatementError(error)) this.#breakOff(error);
        throw error;
      }
    };
  }

  // PGlite's loop catches whatever is thrown and calls PostgreSQL again until the message is used up. stackRestore is
  // the first thing it calls outside its `try`: throwing from there is the way out.
  #breakOff(cause: unknown): void {
    const failure = this.fail(cause);
    const module = this.Module;
    module.stackRestore = () => {
      throw failure;
    };
    module._PostgresSendReadyForQueryIfNecessary = () => undefined;
    module._pgl_pq_flush = () => undefined;
  }
}

// PostgreSQL's longjmp out of a statement that failed (POSTGRES_MAIN_LONGJMP): the ordinary case.
const isStatementError = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 100;

function logLine(log: EmbeddedDatabaseLog | undefined, line: string): void {
  if (log === undefined) return;
  const level = levels[/^([A-Z]+):/.exec(line)?.[1] ?? ''] ?? 'debug';
  log[level]({ component: 'embedded-database' }, line);
}

const levels: Readonly<Record<string, keyof EmbeddedDatabaseLog>> = {
  PANIC: 'error',
  FATAL: 'error',
  ERROR: 'warn',
  WARNING: 'warn',
  LOG: 'info',
};
