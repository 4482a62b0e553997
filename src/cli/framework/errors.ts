/** A server, store or provider that the command needs does not answer. Exit code 3. */
export class TargetUnreachableError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TargetUnreachableError';
    this.code = code;
  }
}

/** The person or the system asked the command to stop before it was done. Exit code 128 + the signal's number, as shells expect. */
export class InterruptedError extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP';

  constructor(signal: InterruptedError['signal']) {
    super(`stopped by ${signal} before it was done; run the same command again to go on`);
    this.name = 'InterruptedError';
    this.signal = signal;
  }
}
