/** The functions, one bundle each; the file of an entry is `entries/<name>.ts`. */
export const ENTRIES = [
  'api',
  'stream',
  'map-queue',
  'outbound-queue',
  'expiry-queue',
  'reconciler',
  'evidence',
  'probe',
  'make-sale',
  'rotate-origin',
] as const;

export type Entry = (typeof ENTRIES)[number];

/** Carries the value that only the CDN sends to the API. */
export const ORIGIN_HEADER = 'x-tix-origin';

/** `source` of the events on the bus. */
export const EVENT_SOURCE = 'tix';

/** CloudWatch namespace of what the functions measure; each measure has the function's name as its dimension `service`. */
export const NAMESPACE = 'tix';

/** Where the payment page of a rehearsal lives on the site. */
export const PAYMENT_PAGE_PATH = '/test-pay';
