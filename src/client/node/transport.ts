import { Pool } from 'undici';

/** What the typed client hands over for one call. */
class OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;

  constructor(url: string, init: { method: string; headers: Headers; body?: string }) {
    this.url = url;
    this.method = init.method;
    this.headers = init.headers;
    this.body = init.body;
  }
}

/** The part of a Response the typed client uses. */
class IncomingResponse {
  readonly status: number;
  readonly #headers: PlainAnswer['headers'];
  readonly #body: string;

  constructor({ status, headers, body }: PlainAnswer) {
    this.status = status;
    this.#headers = headers;
    this.#body = body;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get headers() {
    return {
      get: (name: string) => {
        const value = this.#headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(', ') : (value ?? null);
      },
    };
  }

  async text(): Promise<string> {
    return this.#body;
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body);
  }
}

/** One call of the typed client as plain data. */
export interface PlainCall {
  /** With its query. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface PlainAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Transport {
  readonly Request: typeof Request;
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface NodeTransport extends Transport {
  close(): Promise<void>;
}

/**
 * A transport for programs that play thousands of buyers: plain objects in place of the platform's Request and Response, whose making costs
 * more than sending. `send` does the sending.
 */
export function createPlainTransport(
  baseUrl: string,
  send: (call: PlainCall) => Promise<PlainAnswer>,
): Transport {
  const origin = new URL(baseUrl).origin;

  async function sendRequest(request: OutgoingRequest): Promise<IncomingResponse> {
    const { url, method, headers, body } = request;
    const path = url.slice(origin.length);
    return new IncomingResponse(
      await send({ path, method, headers: Object.fromEntries(headers), body: body ?? null }),
    );
  }

  return {
    // The typed client makes one and passes it on; it never asks for what these leave out.
    Request: OutgoingRequest as unknown as typeof Request,
    fetch: sendRequest as unknown as Transport['fetch'],
  };
}

/** The same over one pool of kept-alive connections. */
export function createNodeTransport(options: { baseUrl: string; connections: number }): NodeTransport {
  const pool = new Pool(options.baseUrl, { connections: options.connections, pipelining: 1 });
  const transport = createPlainTransport(options.baseUrl, async (call) => {
    const { statusCode, headers, body } = await pool.request({ ...call, method: call.method as 'GET' });
    return { status: statusCode, headers, body: await body.text() };
  });
  return { ...transport, close: () => pool.close() };
}
