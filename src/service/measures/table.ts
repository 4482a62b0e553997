/** Units as CloudWatch names them. */
export type MeasureUnit = 'Count' | 'Milliseconds';

interface Meaning {
  readonly unit: MeasureUnit;
  readonly help: string;
}

const count = (help: string) => ({ unit: 'Count', help }) as const;
const time = (help: string) => ({ unit: 'Milliseconds', help }) as const;

/** What is measured wherever a sale runs: by these names in CloudWatch, and in the spelling of Prometheus on one machine. */
export const SALE_MEASURES = {
  SessionsStarted: count('Sessions that began'),
  SessionsFinalised: count('Sessions that ended with a purchase'),
  SessionsCancelled: count('Sessions that their buyers ended'),
  SessionsExpired: count('Sessions that were stored as expired'),
  SessionsLapsed: count('Sessions whose time was found to be over'),
  SeatLocksWritten: count('Locks put on seats, or lengthened'),
  SeatsFreed: count('Seats given back'),
  SeatsSold: count('Seats sold'),
  CheckoutsStarted: count('Sessions that went to pay'),
  PaymentsSettled: count('Payments that ended in seats'),
  PaymentsDeclined: count('Payments that were declined'),
  RefundsDue: count('Payments that are owed back'),
  RefundsMade: count('Payments that were given back'),
  PaymentsLookedAt: count('Overdue payments the reconciler asked about'),
  SeatsClicked: count('Seats that buyers asked for by name'),
  GhostSeats: count('Seats that buyers asked for by name, but that were gone'),
  MapRequests: count('Requests for seat maps'),
  MapRequestsUnchanged: count('Requests for seat maps that were answered "unchanged"'),
  SectionMapsRead: count('Maps of sections that were asked for'),
  SectionMapsLoaded: count('Maps of sections that had to be loaded from the store'),
  MapChangeAge: time('How long after its commit a change reached the maps'),
  Requests: count('Requests of buyers'),
  RequestErrors: count('Requests that failed by our fault'),
  RequestTime: time('How long requests took'),
  HoldsGiven: count('Requests for seats that got them'),
  HoldsRefused: count('Requests for seats that were refused by the rules'),
  HoldTime: time('How long requests for seats took'),
} as const satisfies Readonly<Record<string, Meaning>>;

/** What is measured by walking in from outside, which only a deployment does. */
const PROBE_MEASURES = {
  CachedReadTime: time('How long the probe’s cached read took'),
  SiteFailures: count('Walks of the probe that found no site'),
  CachedReadFailures: count('Reads of the probe that failed'),
  QueueFailures: count('Places that the probe asked for and did not get'),
} as const satisfies Readonly<Record<string, Meaning>>;

export const MEASURES = { ...SALE_MEASURES, ...PROBE_MEASURES };

export type MeasureName = keyof typeof MEASURES;

/** Takes numbers for operators to watch. */
export interface Meter {
  measure(name: MeasureName, value: number): void;
}

/** For those whom nobody watches. */
export const noMeter: Meter = { measure() {} };
