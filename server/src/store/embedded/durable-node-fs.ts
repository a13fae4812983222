import fs from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { fileSystemCode } from './errors.ts';

/**
 * PGlite's files in a directory, with an fsync that reaches the disk: PGlite's own reports success and does nothing.
 *
 * `onFailedSync` hears of every fsync that the disk refused, since PostgreSQL only logs some of them and the kernel
 * reports each once: what was written before is then in doubt, and nothing after it may be acknowledged.
 */
export class DurableNodeFs extends NodeFS {
  readonly #onFailedSync: (error: unknown) => void;
  #lastRefusal: unknown;

  constructor(directory: string, onFailedSync: (error: unknown) => void) {
    super(directory);
    this.#onFailedSync = onFailedSync;
  }

  /** The last error that says that the disk is full, broken or not writable: why PostgreSQL did not start. */
  get lastRefusal(): unknown {
    return this.#lastRefusal;
  }

  override async init(
    ...[pglite, options]: Parameters<NodeFS['init']>
  ): Promise<Awaited<ReturnType<NodeFS['init']>>> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const preRun = [(module: PGlite['Module']) => this.#install(module), ...(emscriptenOpts.preRun ?? [])];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }

  #install(module: PGlite['Module']): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- PGlite's typings leave these members out.
    const { NODEFS: nodeFs, FS } = module as unknown as EmscriptenModule;
    const guarded = <Result>(operation: () => Result): Result => {
      try {
        return operation();
      } catch (error) {
        const code = fileSystemCode(error);
        if (code === undefined) throw error;
        if (refusals.has(code)) this.#lastRefusal = error;
        // An errno that is undefined becomes 0 on its way into WebAssembly: success.
        throw new FS.ErrnoError(nodeFs.convertNodeCode({ code }) ?? EIO);
      }
    };
    nodeFs.tryFSOperation = guarded;
    nodeFs.stream_ops.fsync = ({ nfd }) =>
      guarded(() => {
        try {
          fs.fsyncSync(nfd);
        } catch (error) {
          // Some file systems cannot sync a directory and say so; PostgreSQL accepts that for directories only.
          if (!['EINVAL', 'EBADF'].includes(fileSystemCode(error) ?? '')) this.#onFailedSync(error);
          throw error;
        }
        return 0;
      });
  }
}

// Emscripten's libfs.js and libnodefs.js.
interface EmscriptenModule {
  FS: { ErrnoError: new (errno: number) => Error };
  NODEFS: {
    tryFSOperation: <Result>(operation: () => Result) => Result;
    convertNodeCode: (error: { code: string }) => number | undefined;
    stream_ops: { fsync?: (stream: { nfd: number }) => number };
  };
}

// WASI's number, which Emscripten uses.
const EIO = 29;

const refusals = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO']);
