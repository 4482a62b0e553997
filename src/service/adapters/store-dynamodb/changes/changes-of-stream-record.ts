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
 * What a stream record tells: a seat, session or payment in a new version, an event that is new or changed, once its seats are all there. Nothing is told by seats that are seeded, by writes that leave
 * the version alone (an idempotency key remembered), by items of other kinds and by items dropped.
 */
export function changesOfStreamRecord({ dynamodb = {} }: StreamRecord): readonly ChangeBody[] {
  const { NewImage, OldImage } = dynamodb;
  if (NewImage === undefined) return [];
  if (NewImage.kind?.S !== 'event' && versionOf(NewImage) === versionOf(OldImage)) return [];
  const body = bodyOf(NewImage);
  return body === undefined ? [] : [body];
}

/** Epoch ms of the write, by the clock of the process that decided it. */
export function writtenAtMs({ dynamodb = {} }: StreamRecord): number {
  if (dynamodb.NewImage === undefined) return 0;
  const fields = new Fields(dynamodb.NewImage);
  return fields.timeOrNull('updatedAt') ?? fields.timeOrNull('createdAt') ?? 0;
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
    case 'event': {
      const { record, sealed } = eventOf(image);
      const { eventId, name, venueHash } = record;
      return sealed ? { kind: 'event', eventId, name, venueHash } : undefined;
    }
    default:
      return undefined;
  }
}
