import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  type Context,
  defineCommand,
  defineStreamCommand,
  type Program,
  runProgram,
  TargetUnreachableError,
} from '../../../src/cli/framework/index.ts';
import { invariant, UserError } from '../../../src/core/errors/index.ts';
import { PaymentProviderUnavailableError, StoreUnavailableError } from '../../../src/service/ports/index.ts';
import { type TestWorldOptions, testWorld } from '../../support/world.ts';

const examples = [
  { line: 'tix work', does: 'Work' },
  { line: 'tix work --json', does: 'Work for a program' },
] as const;

function programOf(run: (ctx: Context) => Promise<unknown>, failed?: (data: unknown) => boolean): Program {
  const command = defineCommand({
    ...{ name: 'work', description: 'Works.', args: {}, options: {}, examples, ...(failed && { failed }) },
    run: (_, ctx) => run(ctx),
    render: (data, { paint }) => paint.green(`data ${JSON.stringify(data)}`),
  });
  return {
    name: 'tix',
    version: '1',
    description: '',
    commands: { work: { summary: '', load: async () => command } },
  };
}

async function outcome(program: Program, words: string[] = [], options: TestWorldOptions = {}) {
  const at = testWorld(options);
  const exitCode = await runProgram(program, ['work', ...words], at.world);
  return { exitCode, stdout: at.stdout(), stderr: at.stderr() };
}

const throwing = (error: unknown) => programOf(() => Promise.reject(error));

describe('the exit code', () => {
  const socketError = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  test.each([
    ['bad input', new UserError('VENUE_INVALID', 'the venue is wrong'), 2, 'VENUE_INVALID'],
    ['a store that does not answer', new StoreUnavailableError('no store'), 3, 'STORE_UNAVAILABLE'],
    [
      'a payment provider that does not answer',
      new PaymentProviderUnavailableError('no'),
      3,
      'PAYMENT_PROVIDER_UNAVAILABLE',
    ],
    ['a server that does not answer', new TargetUnreachableError('NO_SERVER', 'no server'), 3, 'NO_SERVER'],
    [
      'a refused connection inside a fetch',
      new TypeError('fetch failed', { cause: socketError }),
      3,
      'ECONNREFUSED',
    ],
    ['a bug', new TypeError('x is undefined'), 70, 'BUG'],
    ['something thrown that is no error', 'oops', 70, 'BUG'],
  ])('of %s', async (_, error, exitCode, code) => {
    const result = await outcome(throwing(error), ['--json']);
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toBe('');
    expect(JSON.parse(result.stderr).error.code).toBe(code);
  });

  test('of a failed check is 1, and the data is printed all the same', async () => {
    const program = programOf(
      async () => ({ ok: false }),
      () => true,
    );
    expect(await outcome(program, ['--json'])).toEqual({ exitCode: 1, stdout: '{"ok":false}\n', stderr: '' });
  });

  test('of a broken invariant is 70, and says where to look', async () => {
    const program = programOf(async () => invariant(false, 'two owners'));
    const { exitCode, stderr } = await outcome(program);
    expect(exitCode).toBe(70);
    expect(stderr).toMatch(/^error: two owners \(a bug in tix, please report it: at .*outcome\.test\.ts/);
  });
});

describe('errors', () => {
  const error = new UserError('BAD', 'two\nthings are wrong', [
    { path: '/levels/0', message: 'is missing' },
    { path: '--k', message: 'is too big' },
  ]);

  test('are one line and one more for each problem', async () => {
    const { stderr } = await outcome(throwing(error));
    expect(stderr).toBe('error: two things are wrong\n  /levels/0 is missing\n  --k is too big\n');
  });

  test('are one JSON object on standard error under --json', async () => {
    const { stderr } = await outcome(throwing(error), ['--json']);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'BAD', message: error.message, problems: error.problems },
    });
  });
});

describe('output', () => {
  const program = programOf(async () => ({ seats: 2 }));

  test('is text for people', async () => {
    expect(await outcome(program)).toEqual({ exitCode: 0, stdout: 'data {"seats":2}\n', stderr: '' });
  });

  test('is one JSON object alone on standard output, whatever else the command has to say', async () => {
    const talking = programOf(async (ctx) => {
      using progress = ctx.progress('seats', 2);
      progress.advance(2);
      ctx.note('working');
      return { seats: 2 };
    });
    expect(await outcome(talking, ['--json'])).toEqual({ exitCode: 0, stdout: '{"seats":2}\n', stderr: '' });
  });

  test.each([
    ['on a terminal', true, {}, true],
    ['in a pipe', false, {}, false],
    ['under NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['on a dumb terminal', true, { TERM: 'dumb' }, false],
    ['under FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
    ['under FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
  ])('%s has colour: %s', async (_, isTTY, env, coloured) => {
    const { stdout } = await outcome(program, [], { isTTY, env });
    expect(stdout.includes('\u001b[')).toBe(coloured);
  });

  test('of a stream is one JSON object per line, the result last', async () => {
    const stream = defineStreamCommand({
      ...{ name: 'work', description: '', args: {}, options: {}, examples },
      run: async (_, __, emit: (event: { n: number }) => void) => {
        emit({ n: 1 });
        emit({ n: 2 });
        return { done: true };
      },
      renderEvent: ({ n }) => `event ${n}`,
      render: () => 'done',
    });
    const streaming = { ...program, commands: { work: { summary: '', load: async () => stream } } };
    expect((await outcome(streaming, ['--json'])).stdout).toBe('{"n":1}\n{"n":2}\n{"done":true}\n');
    expect((await outcome(streaming)).stdout).toBe('event 1\nevent 2\ndone\n');
  });
});

describe('a signal', () => {
  const untilAborted = (ctx: Context) =>
    new Promise<never>((_, reject) => {
      ctx.signal.addEventListener('abort', () => reject(ctx.signal.reason));
    });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('%s lets the command end in order, with exit code %i', async (signal, exitCode) => {
    const at = testWorld();
    const running = runProgram(programOf(untilAborted), ['work'], at.world);
    await new Promise(setImmediate);
    at.process.emit(signal);
    expect(await running).toBe(exitCode);
    expect(at.stderr()).toContain(
      `stopped by ${signal} before it was done; run the same command again to go on`,
    );
  });

  test('that comes again at once is the same ^C, and a later one ends the process', async () => {
    const at = testWorld();
    const program = programOf(
      (ctx) => new Promise((resolve) => at.process.on('finish', () => resolve(ctx.signal.aborted))),
    );
    const running = runProgram(program, ['work'], at.world);
    await new Promise(setImmediate);
    at.process.emit('SIGINT');
    at.process.emit('SIGINT');
    expect(at.exits).toEqual([]);
    at.advance(600);
    at.process.emit('SIGINT');
    expect(at.exits).toEqual([130]);
    at.process.emit('finish');
    expect(await running).toBe(0);
  });
});

describe('an error that nobody waits for', () => {
  test('ends the process as a bug, in one line', async () => {
    const at = testWorld();
    const running = runProgram(
      programOf(async () => new Promise((resolve) => at.process.on('finish', resolve))),
      ['work'],
      at.world,
    );
    await new Promise(setImmediate);
    at.process.emit('uncaughtException', new TypeError('x is undefined'));
    expect(at.exits).toEqual([70]);
    expect(at.stderr()).toMatch(/^error: x is undefined \(a bug in tix[^\n]*\n$/);
    at.process.emit('finish');
    await running;
  });

  test('is not reported after a ^C, when whatever was waiting fails', async () => {
    const at = testWorld();
    const waiting = (ctx: Context) => sleep(60_000, undefined, { signal: ctx.signal });
    const program = programOf(async (ctx) => {
      const stray = waiting(ctx).catch((error) => at.process.emit('uncaughtException', error));
      await Promise.allSettled([stray]);
      return waiting(ctx);
    });
    const running = runProgram(program, ['work'], at.world);
    await new Promise(setImmediate);
    at.process.emit('SIGINT');
    expect(await running).toBe(130);
    expect(at.exits).toEqual([]);
    expect(at.stderr()).toBe(
      'error: stopped by SIGINT before it was done; run the same command again to go on\n',
    );
  });
});

describe('progress', () => {
  test('in a log is a plain line now and then, with rate and time left', async () => {
    const at = testWorld();
    const program = programOf(async (ctx) => {
      using progress = ctx.progress('seats', 100_000);
      for (let i = 0; i < 10; i += 1) {
        at.advance(1_000);
        progress.advance(10_000);
      }
    });
    await runProgram(program, ['work'], at.world);
    expect(at.stderr()).toBe(
      'seats 50,000 of 100,000 (50 %), 10,000/s, 5 s left\nseats 100,000 of 100,000 (100 %), 10,000/s\nseats 100,000 of 100,000 (100 %), 10,000/s\n',
    );
  });
});
