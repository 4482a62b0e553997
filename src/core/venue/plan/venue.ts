import { invariant } from '../../errors/index.ts';
import type { SectionDocument } from '../document.ts';
import { deriveSeats } from './seats.ts';
import { outlineSection, priceSection } from './section.ts';
import type { Level, PriceTier, PublicVenue, Section, Venue, VenueDocument, VenueSeat } from './types.ts';

/** The derived model of a document that is known to be valid (it came from `loadVenue` or from our own service). */
export function deriveVenue(document: VenueDocument, hash: string): Venue {
  const tiers = document.tiers.map((tier) => ({ ...tier, name: tier.name ?? tier.id }));
  const tierById = new Map<string, PriceTier>(tiers.map((tier) => [tier.id, tier]));
  const seats = seatBook(tierById);
  const levels = outlineLevels(document, tierById, seats);
  const sections = levels.flatMap((level) => level.sections);
  const sectionById = new Map(sections.map((section) => [section.id, section]));
  const seatCount = sections.reduce((sum, section) => sum + section.seatCount, 0);

  return {
    hash,
    id: document.id,
    name: document.name,
    currency: document.currency,
    document,
    focus: document.focus,
    tiers,
    levels,
    sections,
    seatCount,
    section: (sectionId) => sectionById.get(sectionId),
    tier: (tierId) => tierById.get(tierId),
    seatsOf: (section) => seats.of(section.id),
    findSeat(seatId) {
      const end = seatId.indexOf('#');
      return end < 0 ? undefined : seats.find(seatId.slice(0, end), seatId);
    },
    *seatIds() {
      for (const section of sections) for (const seat of seats.of(section.id)) yield seat.seatId;
    },
    seatIdOrder: (section) => seats.idOrder(section.id),
  };
}

/** The derived model in a browser, from what `publicVenue` answered. Nothing is checked: the document was when it was loaded. */
export function openVenue(published: PublicVenue): Venue {
  return deriveVenue(published.venue, published.hash);
}

export function publicVenue(venue: Venue): PublicVenue {
  const { notes: _notes, $schema: _schema, ...rest } = venue.document;
  return { hash: venue.hash, seatCount: venue.seatCount, venue: rest };
}

function outlineLevels(
  document: VenueDocument,
  tiers: ReadonlyMap<string, PriceTier>,
  seats: SeatBook,
): readonly Level[] {
  let firstSeat = 0;
  return document.levels.map((level) => {
    const sections = level.sections.map((section): Section => {
      const outline = outlineSection(section, level.id, firstSeat);
      firstSeat += outline.seatCount;
      seats.add(section);
      return priceSection(outline, section, tiers, () => seats.of(section.id));
    });
    return { id: level.id, name: level.name ?? level.id, sections };
  });
}

interface SeatBook {
  add(section: SectionDocument): void;
  of(sectionId: string): readonly VenueSeat[];
  find(sectionId: string, seatId: string): VenueSeat | undefined;
  idOrder(sectionId: string): Uint32Array;
}

/** Derives a section's seats, their index by id and their order by id when first asked for, and keeps them. */
function seatBook(tiers: ReadonlyMap<string, PriceTier>): SeatBook {
  const documents = new Map<string, SectionDocument>();
  const seats = new Map<string, readonly VenueSeat[]>();
  const byId = new Map<string, ReadonlyMap<string, VenueSeat>>();
  const orders = new Map<string, Uint32Array>();

  function of(sectionId: string): readonly VenueSeat[] {
    return kept(seats, sectionId, () => {
      const document = documents.get(sectionId);
      invariant(document !== undefined, `section ${sectionId} is not of this venue`);
      return deriveSeats(document, tiers);
    });
  }
  return {
    add: (section) => void documents.set(section.id, section),
    of,
    find(sectionId, seatId) {
      if (!documents.has(sectionId)) return undefined;
      return kept(byId, sectionId, () => new Map(of(sectionId).map((seat) => [seat.seatId, seat]))).get(
        seatId,
      );
    },
    idOrder: (sectionId) =>
      kept(orders, sectionId, () => {
        const ids = of(sectionId).map((seat) => seat.seatId);
        const order = Uint32Array.from(ids.keys());
        return order.sort((a, b) => ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1));
      }),
  };
}

function kept<T>(store: Map<string, T>, key: string, make: () => T): T {
  const before = store.get(key);
  if (before !== undefined) return before;
  const made = make();
  store.set(key, made);
  return made;
}
