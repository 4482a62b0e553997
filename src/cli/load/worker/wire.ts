import { type Dispatcher, Pool } from 'undici';
import type { PlainCall } from '../../../client/node/index.ts';

/** What came of one request. Times are machine ms. */
export interface Reply {
  /** 0 when there was no whole answer. */
  readonly status: number;
  /** Why there was none, as a stable code; null when there was one. */
  readonly failure: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** When it was put on a connection; the time of asking when it never was. */
  readonly sentMs: number;
  readonly endedMs: number;
}

export interface Wire {
  /** Never rejects. `body` of the reply is left empty unless wanted. */
  send(call: PlainCall, wantsBody: boolean): Promise<Reply>;
  close(): Promise<void>;
}

const FAILURES: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  UND_ERR_SOCKET: 'CONNECTION_LOST',
  ECONNRESET: 'CONNECTION_LOST',
  EPIPE: 'CONNECTION_LOST',
  ECONNREFUSED: 'CONNECTION_REFUSED',
};

/** Kept-alive connections to the target, driven through undici's lowest level: streams and promises per body would cost more than the request. */
export function createWire(options: {
  readonly baseUrl: string;
  readonly connections: number;
  readonly timeoutMs: number;
  machineMs(): number;
}): Wire {
  const { machineMs, timeoutMs } = options;
  const pool = new Pool(options.baseUrl, {
    connections: options.connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: { timeout: timeoutMs },
  });
  return {
    send: ({ path, method, headers, body }, wantsBody) =>
      new Promise((resolve) => {
        const handler = new ReplyHandler(wantsBody, machineMs, resolve);
        pool.dispatch({ path, method: method as Dispatcher.HttpMethod, headers, body }, handler);
      }),
    close: () => pool.destroy(),
  };
}

class ReplyHandler implements Dispatcher.DispatchHandler {
  readonly #wantsBody: boolean;
  readonly #machineMs: () => number;
  readonly #resolve: (reply: Reply) => void;
  readonly #pieces: Buffer[] = [];
  readonly #askedMs: number;
  #sentMs: number | undefined;
  #status = 0;
  #headers: Reply['headers'] = {};

  constructor(wantsBody: boolean, machineMs: () => number, resolve: (reply: Reply) => void) {
    this.#wantsBody = wantsBody;
    this.#machineMs = machineMs;
    this.#resolve = resolve;
    this.#askedMs = machineMs();
  }

  onRequestStart(): void {
    // A request that is sent anew on another connection may have had its effect the first time.
    this.#sentMs ??= this.#machineMs();
  }

  onResponseStart(_: unknown, status: number, headers: Reply['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: unknown, piece: Buffer): void {
    if (this.#wantsBody) this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    const [only] = this.#pieces;
    const body =
      this.#pieces.length <= 1
        ? (only?.toString('utf8') ?? '')
        : Buffer.concat(this.#pieces).toString('utf8');
    this.#end(this.#status, null, body);
  }

  onResponseError(_: unknown, error: Error & { code?: string }): void {
    const code = error.code ?? error.name;
    this.#end(0, FAILURES[code] ?? code, '');
  }

  #end(status: number, failure: string | null, body: string): void {
    const [sentMs, endedMs] = [this.#sentMs ?? this.#askedMs, this.#machineMs()];
    this.#resolve({ status, failure, headers: this.#headers, body, sentMs, endedMs });
  }
}
