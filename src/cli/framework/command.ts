import type { Context } from './context.ts';
import type { View } from './output.ts';
import type { ValueSpec } from './value.ts';

export type Specs = Readonly<Record<string, ValueSpec<unknown>>>;

/** The values `run` receives, one per argument and option, under the names they were declared with. */
export type ValuesOf<S extends Specs> = {
  readonly [Name in keyof S]: S[Name] extends ValueSpec<infer T> ? T : never;
};

/** One line a person can copy, and what it does. */
export interface Example {
  readonly line: string;
  readonly does: string;
}

interface CommandBase<A extends Specs, O extends Specs, Data> {
  /** As typed after `tix`: `seed`, `venue show`. */
  readonly name: string;
  /** What it does and what to know before using it; shown above the options in help, its lines joined and wrapped. */
  readonly description: string;
  /** Positional arguments in the order they are typed. */
  readonly args: A;
  /** Options; `softCap` is typed as `--soft-cap`. `json` and `help` exist for every command. */
  readonly options: O;
  readonly examples: readonly [Example, Example, ...Example[]];
  /** The data as text for people. Never called under `--json`. */
  render(data: Data, view: View): string;
  /** True when the data says that a check failed: exit code 1. */
  failed?(data: Data): boolean;
}

/** A command that answers once: `--json` prints its data as one object. */
export interface ObjectCommand<A extends Specs, O extends Specs, Data> extends CommandBase<A, O, Data> {
  readonly output: 'object';
  run(input: ValuesOf<A> & ValuesOf<O>, ctx: Context): Promise<Data>;
}

/** A command that tells things as they happen: `--json` prints one object per line, the returned data last. */
export interface StreamCommand<A extends Specs, O extends Specs, Event, Data>
  extends CommandBase<A, O, Data> {
  readonly output: 'stream';
  run(input: ValuesOf<A> & ValuesOf<O>, ctx: Context, emit: (event: Event) => void): Promise<Data>;
  renderEvent(event: Event, view: View): string;
}

/** What the framework runs: a command whose types have been checked where it was defined. */
export type Command = ObjectCommand<Specs, Specs, unknown> | StreamCommand<Specs, Specs, unknown, unknown>;

export function defineCommand<A extends Specs, O extends Specs, Data>(
  command: Omit<ObjectCommand<A, O, Data>, 'output'>,
): Command {
  return { ...command, output: 'object' } as unknown as Command;
}

export function defineStreamCommand<A extends Specs, O extends Specs, Event, Data>(
  command: Omit<StreamCommand<A, O, Event, Data>, 'output'>,
): Command {
  return { ...command, output: 'stream' } as unknown as Command;
}
