import type { Failure } from './failure.ts';
import { type Paint, paintFor, wantsColour } from './paint.ts';

/** What a renderer may know of the place its text is shown in. */
export interface View {
  readonly paint: Paint;
  /** Width of the terminal, 80 when it is none. */
  readonly columns: number;
}

/** Writes results and errors: text for people, or JSON that is alone on its stream. */
export interface Output {
  readonly view: View;
  text(text: string): void;
  json(data: unknown): void;
  failure(failure: Failure): void;
}

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

export function outputFor({ stdout, stderr, env }: OutputStreams, json: boolean): Output {
  const errorPaint = paintFor(wantsColour(env, stderr.isTTY === true));
  return {
    view: { paint: paintFor(wantsColour(env, stdout.isTTY === true)), columns: stdout.columns ?? 80 },
    text: (text) => void stdout.write(text === '' || text.endsWith('\n') ? text : `${text}\n`),
    json: (data) => void stdout.write(`${JSON.stringify(data)}\n`),
    failure: (failure) => void stderr.write(json ? failureJson(failure) : failureText(failure, errorPaint)),
  };
}

function failureJson({ code, message, problems, where }: Failure): string {
  return `${JSON.stringify({ error: { code, message, problems, ...(where === undefined ? {} : { where }) } })}\n`;
}

/** One line; when several things are wrong, one indented line for each follows. */
function failureText(failure: Failure, paint: Paint): string {
  const bug = failure.where === undefined ? '' : ` (a bug in tix, please report it: ${failure.where})`;
  const lines = [`${paint.red('error:')} ${oneLine(failure.message)}${bug}`];
  if (failure.problems.length > 1) {
    for (const { path, message } of failure.problems)
      lines.push(`  ${path === '' ? '' : `${paint.bold(path)} `}${oneLine(message)}`);
  }
  return `${lines.join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
