import { hostname } from 'node:os';
import { kill, pid } from 'node:process';

/** This process among all tuners. */
export function ownName(): string {
  return `${hostname()}:${pid}`;
}

/** Whether a tuner of this machine has ended without giving its lease back; of another machine nobody here can tell. */
export function isGone(holder: string): boolean {
  const [host, number = ''] = holder.split(/:(?=\d+$)/);
  if (host !== hostname() || !/^\d+$/.test(number)) return false;
  try {
    kill(Number(number), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
