export type {
  RowGroupDocument,
  SeatedBlockDocument,
  SectionDocument,
  VenueDocument,
} from './document.ts';
export { formatVenueJson } from './format.ts';
export { venueJsonSchema } from './json-schema.ts';
export { loadVenue } from './load.ts';
export { exportManifest, importManifest, type ManifestOptions } from './manifest/index.ts';
export { type SectionAvailability, type VenueSvgOptions, venueSvg } from './picture/index.ts';
export {
  type Attribute,
  type Block,
  type Level,
  openVenue,
  type Point,
  type PriceTier,
  type PublicVenue,
  publicVenue,
  type Row,
  type Run,
  type Section,
  type SectionKind,
  type Venue,
  type VenueSeat,
} from './plan/index.ts';
export { type SectionLine, type VenueTable, venueText } from './table.ts';
export { parseVenueText, type VenueValidation, validateVenue } from './validate.ts';
