/** One buyer with a live session and the hold they will ask for. */
export interface Shopper {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the server under measurement tells when it is ready. */
export interface FromServer {
  readonly url: string;
  readonly mapPath: string;
  readonly shoppers: readonly Shopper[];
}
