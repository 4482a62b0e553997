import type { Readable } from 'node:stream';
import type { Clock } from '../../service/ports/index.ts';
import type { Paint } from './paint.ts';
import type { Progress } from './progress.ts';

/** Everything a command may touch of the world around it. */
export interface Context {
  readonly stdin: Readable;
  /** For programs that draw on the terminal themselves; data goes through the return value of `run`. */
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Whether a person at a terminal reads standard error: where progress and live views go. */
  readonly isTTY: boolean;
  /** Whether `--json` was given. */
  readonly json: boolean;
  /** Colours for standard error. */
  readonly paint: Paint;
  readonly clock: Clock;
  /** Aborts on ^C, SIGTERM or SIGHUP (reason: an InterruptedError). A second ^C ends the process at once. */
  readonly signal: AbortSignal;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
  /** Folder of the tix package: shipped venues and built bundles are below it. */
  readonly packageRoot: string;
  /** Shows how far something is, on standard error. Without `total` only the count and the rate are shown. */
  progress(label: string, total?: number): Progress;
  /** One line for people on standard error; silent under `--json`. */
  note(line: string): void;
}
