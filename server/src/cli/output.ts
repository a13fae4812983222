import type { MessageKey } from '@keyturn/contract';
import { text, type MessageParameters } from '../messages.ts';

/** A command that could not do what it was asked to; ends the process with code 1. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
}

export const failed = (key: MessageKey, parameters: MessageParameters = {}): CommandFailedError =>
  new CommandFailedError(text(key, parameters));

/** A command called with an argument that makes no sense; ends the process with code 2. */
export class BadUsageError extends CommandFailedError {}

export const badUsage = (key: MessageKey, parameters: MessageParameters = {}): BadUsageError =>
  new BadUsageError(text(key, parameters));

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const printError = (line: string): void => void process.stderr.write(`${line}\n`);
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));
