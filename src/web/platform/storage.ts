/**
 * Small values that outlive the page. A browser may refuse to keep anything (private windows, full disks): then nothing is kept, and the
 * pages work until they are closed.
 */
export interface Keep {
  /** What was kept, or undefined when there is nothing or it is not what `isValid` expects. */
  read<T>(key: string, isValid: (value: unknown) => value is T): T | undefined;
  write(key: string, value: unknown): void;
  remove(key: string): void;
}

const PREFIX = 'tix.';

export const browserKeep: Keep = {
  read(key, isValid) {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
      return isValid(value) ? value : undefined;
    } catch {
      return undefined;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(PREFIX + key, JSON.stringify(value));
    } catch {
      // Refused: see above.
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(PREFIX + key);
    } catch {
      // Refused: see above.
    }
  },
};

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
