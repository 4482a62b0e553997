/** Something that happened in the sale, told to the outside: a CloudEvent (specification 1.0) in its JSON form. */
export interface OutboundEvent {
  readonly specversion: '1.0';
  /** The same however often the event is told: what a receiver deduplicates by. */
  readonly id: string;
  /** `/v1/events/<eventId>` */
  readonly source: string;
  /** With its version at the end: `tix.order.finalised.v1`. */
  readonly type: string;
  /** What it is about: a payment, session or seat id. */
  readonly subject: string;
  /** When it was committed, RFC 3339. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** Names the JSON Schema of the whole event. */
  readonly dataschema: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type PublishOutcome =
  | { readonly kind: 'published' }
  /** Not taken, or nobody knows: to be told again. `reason` is for operators. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Takes events to whoever listens, at least once, in no promised order. */
export interface EventSink {
  /** One outcome per event, in the order given. Failures are outcomes; a rejected promise means that none was taken. */
  publish(events: readonly OutboundEvent[]): Promise<readonly PublishOutcome[]>;
}
