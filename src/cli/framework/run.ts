import { CommanderError } from 'commander';
import { UserError } from '../../core/errors/index.ts';
import type { Command } from './command.ts';
import type { Context } from './context.ts';
import { EXIT, failureOf } from './failure.ts';
import { commanderFor, programHelp } from './help.ts';
import { readInput } from './input.ts';
import { type Output, outputFor } from './output.ts';
import { paintFor, wantsColour } from './paint.ts';
import type { Program, World } from './program.ts';
import { startProgress } from './progress.ts';
import { routeOf } from './route.ts';
import { listenToSignals } from './signals.ts';

/**
 * Runs one command line from words to exit code. It never throws: every error becomes a message on standard error and a code.
 *
 * @param words the command line after the program's name.
 */
export async function runProgram(program: Program, words: readonly string[], world: World): Promise<number> {
  const json = words.includes('--json');
  const output = outputFor(world, json);
  const signals = listenToSignals(world.process, world.clock, (error) =>
    world.exit(failureOf(error).exitCode),
  );
  const onStray = (error: unknown) => reportStray(error, world, output);
  world.process.on('uncaughtException', onStray);
  try {
    const route = routeOf(program, words);
    if (route.kind === 'version') output.text(program.version);
    if (route.kind === 'help') output.text(programHelp(program, route.group));
    if (route.kind !== 'command') return EXIT.ok;

    const command = await load(program, route.name);
    const input = parse(program, command, route.rest, world, output);
    if (input === 'helped') return EXIT.ok;
    return await execute(command, input, contextFor(world, json, signals.signal), output);
  } catch (error) {
    const failure = failureOf(error);
    output.failure(failure);
    return failure.exitCode;
  } finally {
    signals.stop();
    world.process.off('uncaughtException', onStray);
  }
}

/**
 * An error that nobody waits for ends the process as any other would. After a ^C, whatever was waiting fails; the command knows of the ^C
 * itself and is ending in order.
 */
function reportStray(error: unknown, world: World, output: Output): void {
  const failure = failureOf(error);
  if (failure.code === 'INTERRUPTED') return;
  output.failure(failure);
  world.exit(failure.exitCode);
}

async function load(program: Program, name: string): Promise<Command> {
  const entry = program.commands[name];
  if (entry === undefined) throw new Error(`no entry for ${name} in the command table`);
  return entry.load();
}

/** The checked values of a command line, or `helped` when it asked for help and got it. */
function parse(
  program: Program,
  command: Command,
  words: readonly string[],
  world: World,
  output: Output,
): Record<string, unknown> | 'helped' {
  const commander = commanderFor(program, command).configureOutput({
    writeOut: (text) => output.text(text),
    writeErr: () => {},
  });
  try {
    commander.parse(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 'helped';
    throw new UserError('USAGE', error.message.replace(/^error: /, ''), [], { cause: error });
  }
  return readInput(
    command,
    { words: commander.args, options: commander.opts() },
    { nowMs: world.clock.nowMs() },
  );
}

async function execute(
  command: Command,
  input: Record<string, unknown>,
  ctx: Context,
  output: Output,
): Promise<number> {
  const data =
    command.output === 'object'
      ? await command.run(input, ctx)
      : await command.run(input, ctx, (event) => {
          if (ctx.json) output.json(event);
          else output.text(command.renderEvent(event, output.view));
        });
  if (ctx.json) output.json(data);
  else output.text(command.render(data, output.view));
  return command.failed?.(data) === true ? EXIT.checkFailed : EXIT.ok;
}

function contextFor(world: World, json: boolean, signal: AbortSignal): Context {
  const { stdin, stdout, stderr, env, cwd, packageRoot, clock } = world;
  const isTTY = stderr.isTTY === true;
  const style = isTTY ? 'live' : json ? 'none' : 'lines';
  return {
    stdin,
    stdout,
    stderr,
    isTTY,
    json,
    env,
    cwd,
    packageRoot,
    clock,
    signal,
    paint: paintFor(wantsColour(env, isTTY)),
    progress: (label, total) => startProgress({ stderr, clock, style }, label, total),
    note: (line) => {
      if (!json) stderr.write(`${line}\n`);
    },
  };
}
