import type { Readable } from 'node:stream';
import type { Clock } from '../../service/ports/index.ts';
import type { Command } from './command.ts';

/** A line of the command list: enough for help, without loading the command. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

/** Commands by the words that name them, in the order help lists them: `seed`, `venue show`. */
export type CommandTable = Readonly<Record<string, CommandEntry>>;

export interface Program {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly commands: CommandTable;
}

/** The process as the framework needs it; tests pass their own. */
export interface World {
  readonly stdin: Readable;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly packageRoot: string;
  readonly clock: Clock;
  /** Where signals arrive, and errors that nobody waits for. */
  readonly process: NodeJS.EventEmitter;
  /** Ends the process at once: the answer to a second ^C. */
  exit(code: number): void;
}
