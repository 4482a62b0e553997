import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api.generated.ts';

/** Every call of the HTTP API, typed from its OpenAPI document. Answers carry `data` or, for a problem document, `error`. */
export type TixClient = Client<paths>;

export interface TixClientOptions {
  /** Address of the site, without a slash at the end. */
  readonly baseUrl: string;
  /** How requests are sent: the platform's own fetch unless given. */
  readonly transport?: {
    readonly Request: typeof Request;
    readonly fetch: (request: Request) => Promise<Response>;
  };
}

export function createTixClient({ baseUrl, transport }: TixClientOptions): TixClient {
  return createClient<paths>({ baseUrl, ...transport });
}
