import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

/**
 * The log of a process, in JSON on standard output. A write for each request would cost as much as a signature: lines
 * are written together, and wait for that half a second at most.
 */
export const createLog = ({ logLevel: level }: Pick<Config, 'logLevel'>): Logger =>
  pino({ level }, pino.destination({ sync: false, minLength: 8 * 1024, periodicFlush: 500 }));
