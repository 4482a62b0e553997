import {
  type EdgeKeys,
  keysKey,
  parseEdgeKeys,
  parseSaleRecord,
  type SaleRecord,
  saleKey,
} from '../../core/admission/index.ts';
import type { KeyValueStore } from '../ports/index.ts';
import { type ChainHead, readChainHead } from './chain-head.ts';
import { type DrawRecord, drawKey, parseDraw } from './draw-record.ts';

/** The edge's view of a sale; a part is undefined when it is missing or cannot be read, and then nobody is admitted. */
export interface SaleOnRecord {
  readonly sale: SaleRecord | undefined;
  readonly keys: EdgeKeys | undefined;
}

/** Reads what the edge reads, so that service and edge judge by the same record. */
export interface SaleBook {
  read(eventId: string): Promise<SaleOnRecord>;
  /** What is published of the draw. */
  draw(eventId: string): Promise<DrawOnRecord>;
}

/** Undefined, each, as long as there is none. */
export interface DrawOnRecord {
  readonly draw: DrawRecord | undefined;
  readonly chain: ChainHead | undefined;
}

interface Parsed<T> {
  readonly text: string | undefined;
  readonly value: T | undefined;
}

export function createSaleBook(kvs: KeyValueStore): SaleBook {
  const sales = parsedOnce(parseSaleRecord);
  const keys = parsedOnce(parseEdgeKeys);
  return {
    async read(eventId) {
      const [saleText, keysText] = await Promise.all([kvs.get(saleKey(eventId)), kvs.get(keysKey(eventId))]);
      return { sale: sales(eventId, saleText), keys: keys(eventId, keysText) };
    },
    async draw(eventId) {
      const [drawText, chain] = await Promise.all([kvs.get(drawKey(eventId)), readChainHead(kvs, eventId)]);
      return { draw: drawText === undefined ? undefined : parseDraw(drawText, eventId), chain };
    },
  };
}

/** Events whose record was ever parsed here; ids nobody wrote a record for are not remembered. */
function parsedOnce<T>(parse: (text: string) => T | undefined) {
  const known = new Map<string, Parsed<T>>();
  return (eventId: string, text: string | undefined): T | undefined => {
    if (text === undefined) return undefined;
    const before = known.get(eventId);
    if (before?.text === text) return before.value;
    const value = parse(text);
    known.set(eventId, { text, value });
    return value;
  };
}
