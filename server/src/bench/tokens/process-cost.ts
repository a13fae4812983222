import { readdirSync, readFileSync } from 'node:fs';

/** What a clock tick of /proc is on Linux, whatever the kernel's own. */
const tickMicroseconds = 10_000;

/** Processor time that a process and those it started took so far, in microseconds; null: this system does not say. */
export const processorMicroseconds = (pid: number): number | null =>
  sumOver(pid, (one) => {
    // Behind the name, which may hold anything: user and system time are the 14th and 15th of all.
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMicroseconds;
  });

/** Memory that they hold, in bytes; null: this system does not say. */
export const residentBytes = (pid: number): number | null =>
  sumOver(pid, (one) => {
    const [, kilobytes] = /^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${one}/status`, 'utf8')) ?? [];
    return Number(kilobytes) * 1024;
  });

function sumOver(pid: number, read: (pid: number) => number): number | null {
  try {
    return familyOf(pid).reduce((sum, one) => sum + read(one), 0);
  } catch {
    return null;
  }
}

/** The process and everything that it started. */
function familyOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}
