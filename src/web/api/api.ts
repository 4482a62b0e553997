import { type components, createTixClient } from '../../client/index.ts';
import { type Outcome, outcomeOf } from './problem.ts';

type Schemas = components['schemas'];
export type SaleEvent = Schemas['Event'];
export type WaitingPlace = Schemas['WaitingPlace'];
export type Standing = NonNullable<WaitingPlace['standing']>;
export type Session = Schemas['Session'];
export type Reservation = Schemas['Reservation'];
export type Payment = Schemas['Payment'];
export type AutoHoldRequest = Schemas['AutoHoldRequest'];
export type EventAvailability = Schemas['EventAvailability'];

/** Who acts in which session. */
export interface Claim {
  readonly sessionId: string;
  readonly pass: string;
}

export type Api = ReturnType<typeof createApi>;

/** The calls of the pages. The sign-in pass travels as a cookie, which no script of a page can read. */
export function createApi(baseUrl: string) {
  const client = createTixClient({ baseUrl });
  const headersOf = ({ pass }: Claim, key?: string) => ({
    'x-tix-session': pass,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  });
  const inEvent = (eventId: string) => ({ params: { path: { eventId } } });
  const inSession = (claim: Claim, key?: string) => ({
    params: { path: { sessionId: claim.sessionId } },
    headers: headersOf(claim, key),
  });

  return {
    time: () => outcomeOf(client.GET('/v1/time', { cache: 'no-store' })),
    events: () => outcomeOf(client.GET('/v1/events')),
    event: (eventId: string) => outcomeOf(client.GET('/v1/events/{eventId}', inEvent(eventId))),
    venue: (venueHash: string) =>
      outcomeOf(client.GET('/v1/venues/{venueHash}', { params: { path: { venueHash } } })),
    availability: (eventId: string) =>
      outcomeOf(client.GET('/v1/events/{eventId}/availability', inEvent(eventId))),
    /** Every seat of the event at two bits, in venue order: see core/packed. */
    packedSeats: (eventId: string): Promise<Outcome<ArrayBuffer>> =>
      outcomeOf(
        client.GET('/v1/events/{eventId}/seats/packed', { ...inEvent(eventId), parseAs: 'arrayBuffer' }),
      ),

    signInForRehearsal: (userId: string) => outcomeOf(client.POST('/v1/sign-in/dev', { body: { userId } })),
    exchange: (idToken: string) => outcomeOf(client.POST('/v1/sign-in/exchange', { body: { idToken } })),

    takePlace: (eventId: string) =>
      outcomeOf(client.POST('/v1/events/{eventId}/queue/token', inEvent(eventId))),
    askAdmission: (eventId: string, token: string, nonce: string | undefined) =>
      outcomeOf(
        client.POST('/v1/events/{eventId}/queue/admission', {
          ...inEvent(eventId),
          headers: { 'x-tix-token': token, ...(nonce === undefined ? {} : { 'x-tix-nonce': nonce }) },
        }),
      ),

    answerHumanCheck: (eventId: string, answer: string) =>
      outcomeOf(client.POST('/v1/events/{eventId}/human-check', { ...inEvent(eventId), body: { answer } })),

    liveSession: (eventId: string) => outcomeOf(client.GET('/v1/events/{eventId}/session', inEvent(eventId))),
    session: (sessionId: string) =>
      outcomeOf(client.GET('/v1/sessions/{sessionId}', { params: { path: { sessionId } } })),
    reservations: (eventId: string) =>
      outcomeOf(client.GET('/v1/events/{eventId}/reservations', inEvent(eventId))),
    leave: (sessionId: string) =>
      outcomeOf(client.DELETE('/v1/sessions/{sessionId}', { params: { path: { sessionId } } })),

    hold: (claim: Claim, seatIds: readonly string[], key: string) =>
      outcomeOf(
        client.POST('/v1/sessions/{sessionId}/holds', {
          ...inSession(claim, key),
          body: { seatIds: [...seatIds] },
        }),
      ),
    autoHold: (claim: Claim, wish: AutoHoldRequest, key: string) =>
      outcomeOf(client.POST('/v1/sessions/{sessionId}/auto-holds', { ...inSession(claim, key), body: wish })),
    release: (claim: Claim, seatIds: readonly string[], key: string) =>
      outcomeOf(
        client.POST('/v1/sessions/{sessionId}/releases', {
          ...inSession(claim, key),
          body: { seatIds: [...seatIds] },
        }),
      ),

    checkOut: (claim: Claim, returnPath: string, key: string) =>
      outcomeOf(
        client.POST('/v1/sessions/{sessionId}/checkout', { ...inSession(claim, key), body: { returnPath } }),
      ),
    payment: (paymentId: string) =>
      outcomeOf(client.GET('/v1/payments/{paymentId}', { params: { path: { paymentId } } })),
    payAgain: (paymentId: string, returnPath: string, key: string) =>
      outcomeOf(
        client.POST('/v1/payments/{paymentId}/attempts', {
          params: { path: { paymentId } },
          headers: { 'idempotency-key': key },
          body: { returnPath },
        }),
      ),
  };
}
