import { invariant } from '../errors/index.ts';
import { attributeMask, type SectionKind } from '../venue/plan/index.ts';
import type { AllocationPlan, SectionPlan } from './plan.ts';
import type { SeatFilters, SeatRequest } from './request.ts';

/** A section that takes part, with what is free in it and which classes of seats are wanted. */
export interface Candidate {
  readonly plan: SectionPlan;
  readonly free: Uint8Array;
  /** 1 for each class (see AllocationPlan.classes) that satisfies the filters. */
  readonly wanted: Uint8Array;
}

const KEPT_FOR_THOSE_WHO_ASK = attributeMask(['wheelchair', 'companion']);

/** Sections, free seats and classes of seats that satisfy a request's filters. */
export function eligibleSections(plan: AllocationPlan, request: SeatRequest): readonly Candidate[] {
  const filters = request.filters ?? {};
  const kinds = wantedKinds(plan, filters);
  const excluded = excludedBySection(plan, request.exclude);
  const chosen = request.sections.flatMap(({ sectionId, free }) => {
    const section = plan.section(sectionId);
    invariant(section !== undefined, `section ${sectionId} is not of this venue`);
    invariant(
      free.length === section.seats.length,
      `section ${sectionId} has ${section.seats.length} seats, not ${free.length}`,
    );
    if (!kinds.has(section.section.kind)) return [];
    if (filters.sectionIds !== undefined && !filters.sectionIds.includes(sectionId)) return [];
    return [{ plan: section, free: without(free, excluded.get(sectionId)) }];
  });
  // Classes are numbered while sections are planned, so the table is made when all of them are.
  const wanted = wantedClasses(plan, filters);
  return chosen.map((candidate) => ({ ...candidate, wanted }));
}

function wantedClasses(plan: AllocationPlan, filters: SeatFilters): Uint8Array {
  const asked = attributeMask(filters.attributes);
  return Uint8Array.from(plan.classes, ({ tier, priceMinor, attributes }) =>
    (filters.tiers === undefined || filters.tiers.includes(tier)) &&
    (filters.maxPriceMinor === undefined || priceMinor <= filters.maxPriceMinor) &&
    (attributes & asked) === asked &&
    (attributes & KEPT_FOR_THOSE_WHO_ASK & ~asked) === 0
      ? 1
      : 0,
  );
}

function wantedKinds(plan: AllocationPlan, filters: SeatFilters): ReadonlySet<SectionKind> {
  if (filters.kinds !== undefined) return new Set(filters.kinds);
  const seatsAreSold = plan.venue.sections.some(
    (section) =>
      section.kind === 'seated' &&
      (filters.tiers === undefined || section.tierIds.some((tier) => filters.tiers?.includes(tier))),
  );
  return new Set(
    filters.sectionIds === undefined && seatsAreSold ? ['seated'] : ['seated', 'standing', 'units'],
  );
}

function excludedBySection(
  { venue }: AllocationPlan,
  exclude: ReadonlySet<string> | undefined,
): ReadonlyMap<string, readonly number[]> {
  const seats = [...(exclude ?? [])].flatMap((seatId) => venue.findSeat(seatId) ?? []);
  const bySection = Map.groupBy(seats, (seat) => seat.sectionId);
  return new Map([...bySection].map(([sectionId, group]) => [sectionId, group.map((seat) => seat.index)]));
}

function without(free: Uint8Array, indexes: readonly number[] | undefined): Uint8Array {
  if (indexes === undefined) return free;
  const rest = free.slice();
  for (const index of indexes) rest[index] = 0;
  return rest;
}
