import { ATTRIBUTES, type Attribute, type SectionKind, type Venue } from './plan/index.ts';

export interface SectionLine {
  readonly id: string;
  readonly name: string;
  readonly kind: SectionKind;
  readonly blocks: number;
  readonly rows: number;
  readonly seatCount: number;
  readonly minPriceMinor: number;
  readonly maxPriceMinor: number;
  readonly tierIds: readonly string[];
}

export interface VenueTable {
  readonly title: string;
  readonly hash: string;
  readonly currency: string;
  readonly seatCount: number;
  readonly levels: readonly {
    readonly id: string;
    readonly name: string;
    readonly seatCount: number;
    readonly sections: readonly SectionLine[];
  }[];
  readonly tiers: readonly {
    readonly id: string;
    readonly name: string;
    readonly priceMinor: number;
    readonly seatCount: number;
  }[];
  readonly attributes: readonly { readonly attribute: Attribute; readonly seatCount: number }[];
}

/** What a venue is made of, as rows for a table. */
export function venueText(venue: Venue): VenueTable {
  const byTier = new Map<string, number>();
  const byAttribute = new Map<Attribute, number>();
  for (const section of venue.sections) {
    for (const seat of venue.seatsOf(section)) {
      byTier.set(seat.tier, (byTier.get(seat.tier) ?? 0) + 1);
      for (const attribute of seat.attributes)
        byAttribute.set(attribute, (byAttribute.get(attribute) ?? 0) + 1);
    }
  }
  return {
    title: venue.name,
    hash: venue.hash,
    currency: venue.currency,
    seatCount: venue.seatCount,
    levels: venue.levels.map(({ id, name, sections }) => ({
      id,
      name,
      seatCount: sections.reduce((sum, section) => sum + section.seatCount, 0),
      sections: sections.map(
        ({ blocks, kind, seatCount, minPriceMinor, maxPriceMinor, tierIds, ...section }) => ({
          id: section.id,
          name: section.name,
          kind,
          blocks: blocks.length,
          rows: blocks.reduce((sum, block) => sum + block.rows.length, 0),
          seatCount,
          minPriceMinor,
          maxPriceMinor,
          tierIds,
        }),
      ),
    })),
    tiers: venue.tiers.map((tier) => ({ ...tier, seatCount: byTier.get(tier.id) ?? 0 })),
    attributes: ATTRIBUTES.map((attribute) => ({ attribute, seatCount: byAttribute.get(attribute) ?? 0 })),
  };
}
