// The derived model without the validator, so that a browser's bundle carries no schema library.
export { ATTRIBUTES, attributeMask } from './attributes.ts';
export { curveLength, curveOfRow, neededLength, type Places, placeRow } from './curve.ts';
export { isLabelable, labelOf, rowCountOf, rowLabelsOf, valueAt } from './labels.ts';
export { layoutRows, numberingOf, type RowLayout, seatNumbersOf } from './row-layout.ts';
export { UNIT_ROW } from './section.ts';
export type {
  Attribute,
  Block,
  Level,
  Point,
  PriceTier,
  PublicVenue,
  Row,
  Run,
  Section,
  SectionKind,
  Venue,
  VenueDocument,
  VenueSeat,
} from './types.ts';
export { deriveVenue, openVenue, publicVenue } from './venue.ts';
