/** A queue request that the edge let through, with the headers the judgement needs. */
export interface QueueRequest {
  readonly eventId: string;
  /** Raw path as received: the edge vouches for exactly these characters. */
  readonly path: string;
  readonly edge: string | undefined;
  readonly pass: string | undefined;
  readonly token: string | undefined;
  readonly nonce: string | undefined;
  /** The sender's address, as the edge saw it. */
  readonly viewer: string | undefined;
}
