import { EventEmitter } from 'node:events';
import { Readable, Writable } from 'node:stream';
import type { World } from '../../src/cli/framework/index.ts';

/** A process made of memory, with a clock that stands until it is moved. */
export interface TestWorld {
  readonly world: World;
  /** Stands for the process: emit signals and stray errors here. */
  readonly process: EventEmitter;
  /** Exit codes the framework asked for at once. */
  readonly exits: number[];
  stdout(): string;
  stderr(): string;
  advance(ms: number): void;
}

export interface TestWorldOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly isTTY?: boolean;
  readonly nowMs?: number;
}

export function testWorld(options: TestWorldOptions = {}): TestWorld {
  const [stdout, stderr] = [memoryStream(options.isTTY), memoryStream(options.isTTY)];
  const process = new EventEmitter();
  const exits: number[] = [];
  let nowMs = options.nowMs ?? 1_800_000_000_000;
  const world: World = {
    stdin: Readable.from([options.input ?? '']),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
    cwd: '/',
    packageRoot: '/',
    clock: { nowMs: () => nowMs },
    process,
    exit: (code) => void exits.push(code),
  };
  return {
    world,
    process,
    exits,
    stdout: stdout.read,
    stderr: stderr.read,
    advance: (ms) => {
      nowMs += ms;
    },
  };
}

function memoryStream(isTTY = false) {
  const pieces: string[] = [];
  const stream = new Writable({
    write(piece, _, written) {
      pieces.push(String(piece));
      written();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY, columns: 80 }) as unknown as NodeJS.WriteStream,
    read: () => pieces.join(''),
  };
}
