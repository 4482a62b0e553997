import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ChangeBody } from '../../../../core/reservation/index.ts';
import { eventOf, Fields, paymentOf, seatOf, sessionOf } from '../items/index.ts';

type Image = Record<string, AttributeValue>;

/** What this needs of a record of a table's stream, in the shape of the streams API and of a Lambda event alike. */
export interface StreamRecord {
  readonly eventName?: string | undefined;
  readonly dynamodb?:
    | { readonly NewImage?: Image | undefined; readonly OldImage?: Image | undefined }
    | undefined;
}

/**
 * What a stream record tells: a seat, session or payment in a new version. Nothing is told by seats that are seeded, by writes that leave
 * the version alone (an idempotency key remembered), by items of other kinds and by items dropped.
 */
export function changesOfStreamRecord({ dynamodb = {} }: StreamRecord): readonly ChangeBody[] {
  const { NewImage, OldImage } = dynamodb;
  if (NewImage === undefined || versionOf(NewImage) === versionOf(OldImage)) return [];
  const body = bodyOf(NewImage);
  return body === undefined ? [] : [body];
}

/** An event that is new or changed, once its seats are all there. */
export function eventOfStreamRecord({
  dynamodb = {},
}: StreamRecord): { kind: 'event'; eventId: string; venueHash: string } | undefined {
  const { NewImage } = dynamodb;
  if (NewImage?.kind?.S !== 'event') return undefined;
  const { record, sealed } = eventOf(NewImage);
  return sealed ? { kind: 'event', eventId: record.eventId, venueHash: record.venueHash } : undefined;
}

/** Epoch ms of the write, by the clock of the process that decided it. */
export function writtenAtMs({ dynamodb = {} }: StreamRecord): number {
  return dynamodb.NewImage === undefined ? 0 : (new Fields(dynamodb.NewImage).timeOrNull('updatedAt') ?? 0);
}

function versionOf(image: Image | undefined): string | undefined {
  return image?.ver?.N;
}

function bodyOf(image: Image): ChangeBody | undefined {
  switch (image.kind?.S) {
    // The table of seats holds nothing else.
    case undefined: {
      const { eventId, sectionId, seatId, availability, expiresAtMs, sessionId, ver } = seatOf(image);
      if (ver === 0) return undefined;
      return { kind: 'seat', eventId, sectionId, seatId, availability, expiresAtMs, sessionId, ver };
    }
    case 'session': {
      const { eventId, sessionId, state, ver, expiresAtMs } = sessionOf(image).record;
      return { kind: 'session', eventId, sessionId, state, ver, expiresAtMs };
    }
    case 'payment': {
      const record = paymentOf(image);
      const { eventId, paymentId, state, ver } = record;
      return { kind: 'payment', eventId, paymentId, state, ver, record };
    }
    default:
      return undefined;
  }
}
