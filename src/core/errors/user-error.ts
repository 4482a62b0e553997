/** One thing wrong with an input: where (a JSON-pointer-like path, a flag, a file and line) and what. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/**
 * Bad input or a state of the world that a person can put right. `code` is stable and documented; `message` is one line that says
 * what was wrong and what to do; `problems` lists every finding at once when there are several.
 */
export class UserError extends Error {
  readonly code: string;
  readonly problems: readonly Problem[];

  constructor(code: string, message: string, problems: readonly Problem[] = [], options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.code = code;
    this.problems = problems;
  }
}
