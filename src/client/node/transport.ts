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
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly #body: string;

  constructor(
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: string,
  ) {
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

export interface NodeTransport {
  readonly Request: typeof Request;
  readonly fetch: (request: Request) => Promise<Response>;
  close(): Promise<void>;
}

/**
 * A transport for programs that play thousands of buyers: one pool of kept-alive connections, and plain objects in place of the platform's
 * Request and Response, whose making costs more than sending.
 */
export function createNodeTransport(options: { baseUrl: string; connections: number }): NodeTransport {
  const pool = new Pool(options.baseUrl, { connections: options.connections, pipelining: 1 });
  const origin = new URL(options.baseUrl).origin;

  async function send(request: OutgoingRequest): Promise<IncomingResponse> {
    const response = await pool.request({
      path: request.url.slice(origin.length),
      method: request.method as 'GET',
      headers: Object.fromEntries(request.headers),
      body: request.body ?? null,
    });
    return new IncomingResponse(response.statusCode, response.headers, await response.body.text());
  }

  return {
    // The typed client makes one and passes it on; it never asks for what these leave out.
    Request: OutgoingRequest as unknown as typeof Request,
    fetch: send as unknown as NodeTransport['fetch'],
    close: () => pool.close(),
  };
}
