import type { Attribute, VenueDocument } from '../document.ts';
import type { Point } from '../geometry/index.ts';

export type { Attribute, Point, VenueDocument };

/** seated: rows of seats. standing: places without position. units: boxes and tables, sold whole. */
export type SectionKind = 'seated' | 'standing' | 'units';

export interface PriceTier {
  readonly id: string;
  readonly name: string;
  /** Price of a seat of this tier that has none of its own, in the currency's smallest unit. */
  readonly priceMinor: number;
}

/** Seats side by side without an aisle between them; positions count along the section's seats. */
export interface Run {
  readonly firstSeat: number;
  readonly seatCount: number;
}

export interface Row {
  readonly id: string;
  /** Index of its first seat in `seatsOf(section)`. */
  readonly firstSeat: number;
  readonly seatCount: number;
  readonly runs: readonly Run[];
}

export interface Block {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly firstSeat: number;
  readonly seatCount: number;
}

export interface Section {
  readonly id: string;
  readonly name: string;
  readonly levelId: string;
  readonly kind: SectionKind;
  readonly polygon: readonly Point[];
  readonly blocks: readonly Block[];
  readonly seatCount: number;
  /** Index of its first seat in venue order, as packed seat maps count. */
  readonly firstSeat: number;
  /** Tier of whatever in it names no other: what the section is coloured by. */
  readonly tier: string;
  /** Tiers that occur in it, dearest first. */
  readonly tierIds: readonly string[];
  readonly minPriceMinor: number;
  readonly maxPriceMinor: number;
}

export interface Level {
  readonly id: string;
  readonly name: string;
  readonly sections: readonly Section[];
}

/** One reservable unit: a seat, a standing place, a box or a table. */
export interface VenueSeat {
  /** `<section>#<block>#<row>#<number>`. Standing places have row `GA`, boxes and tables row `U`. */
  readonly seatId: string;
  /** Position in `seatsOf(section)`. */
  readonly index: number;
  readonly sectionId: string;
  readonly blockId: string;
  readonly rowId: string;
  readonly number: string;
  readonly tier: string;
  readonly priceMinor: number;
  /** Metres. */
  readonly x: number;
  readonly y: number;
  readonly attributes: readonly Attribute[];
  /** People it lets in: 1 except for boxes and tables. */
  readonly admits: number;
}

/** A venue ready to be asked. Seats are derived section by section when first asked for, and kept. */
export interface Venue {
  /** b64u SHA-256 of the document's canonical text: what the venue's immutable address is made of. */
  readonly hash: string;
  readonly id: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly document: VenueDocument;
  /** What everybody looks at. */
  readonly focus: Point;
  readonly tiers: readonly PriceTier[];
  readonly levels: readonly Level[];
  /** All sections in file order. */
  readonly sections: readonly Section[];
  readonly seatCount: number;
  section(sectionId: string): Section | undefined;
  tier(tierId: string): PriceTier | undefined;
  /** In plan order: blocks, rows front to back, seats along the row. */
  seatsOf(section: Section): readonly VenueSeat[];
  findSeat(seatId: string): VenueSeat | undefined;
  /** All seat ids in venue order. */
  seatIds(): IterableIterator<string>;
  /** The k-th entry is the position in `seatsOf(section)` of the k-th seat id in code-unit order, the order stores answer in. */
  seatIdOrder(section: Section): Uint32Array;
}

/** The venue as buyers' browsers get it: the document without its notes, plus what would cost them work. */
export interface PublicVenue {
  readonly hash: string;
  readonly seatCount: number;
  readonly venue: Omit<VenueDocument, 'notes' | '$schema'>;
}
