/**
 * What is taken for granted where a sale has not shown it yet. Each can be overruled; the plan shows them, because it is as good as they
 * are.
 */
export const ASSUMPTIONS = {
  /** Documents a person's page loads from the CDN, and their size together (compressed): page, scripts, geometry. */
  pageRequests: 10,
  pageBytes: 260_000,
  /** An answer of the queue with its headers. */
  answerBytes: 1_200,
  /** A shopper's page asks for the map this often; most answers are "unchanged". */
  mapEverySeconds: 2,
  mapBytes: 4_000,
  /** Answers about availability live this long in the CDN. */
  cdnSeconds: 2,
  /** Places that ask the origin on a miss: one with Origin Shield, otherwise the CDN's regional caches. */
  regionalCaches: 13,
  /** Calls beside those that every session makes once: reads of the session, tries for a hold, looks at a payment. */
  sessionReads: 2,
  holdTries: 1.3,
  paymentReads: 5,
  webhooksPerPayment: 1.2,
  /** Time an environment is busy with one call, and its memory. */
  apiMs: 40,
  mapMs: 30,
  lambdaMb: 1_024,
  /** Environments to have for each that is busy on average: arrivals come in bunches. */
  concurrencyHeadroom: 2,
  /** The favourite section sells this many times as fast as its seats' share. */
  favouriteFactor: 3,
  /** An environment keeps its own copy of a section this long, and a section is loaded from the store this often. */
  nearCopySeconds: 0.2,
  sectionReloadSeconds: 15,
  /** What the index holds of a seat. */
  indexedSeatBytes: 150,
  /** Places a newcomer's session looks at before it finds a free one. */
  placesTried: 4,
} as const;

export type Assumptions = { readonly [Name in keyof typeof ASSUMPTIONS]: number };
