/** Bounds of a venue file. They keep the work of reading a hostile one small; a real venue stays far below them. */
export const LIMITS = {
  textBytes: 10_000_000,
  depth: 16,
  /** Values (objects, lists, numbers, strings …) in the whole document. */
  values: 600_000,
  problems: 200,
  seats: 250_000,
  tiers: 64,
  levels: 50,
  sections: 1_000,
  blocksPerSection: 200,
  rowGroupsPerBlock: 500,
  rowsPerGroup: 400,
  runsPerGroup: 60,
  seatsPerRun: 2_000,
  seatsPerRow: 4_000,
  exceptionsPerBlock: 5_000,
  unitsPerBlock: 2_000,
  polygonPoints: 120,
  polygonPointsInAll: 12_000,
  features: 40,
  /** Metres from the origin. */
  coordinate: 5_000,
  priceMinor: 1_000_000_000,
} as const;

/** Metres. Seats nearer than this are the same spot; a section may leave or cut a neighbour's outline by as much as the tolerance. */
export const GEOMETRY = {
  pitchMin: 0.3,
  pitchMax: 3,
  seatDistanceMin: 0.25,
  tolerance: 0.05,
} as const;
