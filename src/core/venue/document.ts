import { z } from 'zod';
import { GEOMETRY, LIMITS } from './limits.ts';

/** Parts of a seat id: no `#`, so that `<section>#<block>#<row>#<seat>` can be taken apart again. */
export const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,23}$/;

const id = z
  .string()
  .regex(
    idPattern,
    'must be 1 to 24 letters, digits, dots, underscores or hyphens, beginning with a letter or digit',
  )
  .meta({ id: 'Id', description: 'Part of a seat id: 1 to 24 letters, digits, ".", "_" or "-".' });
const name = z
  .string()
  .min(1)
  .max(80)
  .meta({ id: 'Name', description: 'What people read; the id when left out.' });
const coordinate = z.number().min(-LIMITS.coordinate).max(LIMITS.coordinate);
const point = z
  .tuple([coordinate, coordinate])
  .meta({ id: 'Point', description: 'Metres: x to the right, y down the page, as in SVG.' });
const polygon = z.array(point).min(3).max(LIMITS.polygonPoints).meta({
  id: 'Polygon',
  description: 'Corners in order; the last is joined to the first. Edges must not cross.',
});
const price = z
  .int()
  .min(0)
  .max(LIMITS.priceMinor)
  .meta({ id: 'PriceMinor', description: "In the currency's smallest unit: 9500 is 95.00 in EUR." });
const attribute = z.enum(['wheelchair', 'companion', 'stepFree', 'restrictedView']).meta({
  id: 'Attribute',
  description: 'companion: beside a wheelchair place. stepFree: reached without steps.',
});
const attributes = z.array(attribute).min(1).max(4);

const tier = z.strictObject({ id, name: name.optional(), priceMinor: price }).meta({ id: 'PriceTier' });

const arc = z
  .strictObject({
    type: z.literal('arc'),
    center: point,
    radius: z.number().min(0.5).max(LIMITS.coordinate),
    start: z
      .number()
      .min(-720)
      .max(720)
      .meta({ description: 'Angle of the first seat side, degrees from +x towards +y.' }),
    end: z
      .number()
      .min(-720)
      .max(720)
      .meta({ description: 'Angle at the far end; less than start runs the other way.' }),
  })
  .meta({ id: 'Arc', description: 'Part of a circle.' });
const line = z
  .strictObject({ type: z.literal('line'), points: z.array(point).min(2).max(40) })
  .meta({ id: 'Line', description: 'A straight or bent line through these points.' });
const places = z
  .strictObject({ type: z.literal('places'), points: z.array(point).min(1).max(LIMITS.seatsPerRun) })
  .meta({
    id: 'Places',
    description: 'The place of every seat of a single row, for rows no curve describes.',
  });
const curve = z
  .discriminatedUnion('type', [arc, line, places])
  .meta({ id: 'Curve', description: 'Where a row runs. Seat 1 of the description sits at its beginning.' });

const numbering = {
  prefix: z
    .string()
    .regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,7})?$/, 'must be empty or 1 to 8 letters, digits, ".", "_" or "-"')
    .optional(),
  scheme: z
    .enum(['number', 'letter'])
    .optional()
    .meta({ description: 'letter: A to Z, AA, AB … Default number.' }),
  skip: z
    .string()
    .regex(/^[A-Z]{0,20}$/)
    .optional()
    .meta({ description: 'Letters left out, e.g. "IO".' }),
  pad: z.int().min(1).max(6).optional().meta({ description: 'Digits at least, with leading zeros.' }),
  first: z.int().min(0).max(100_000).optional().meta({ description: 'Default 1.' }),
  step: z
    .int()
    .min(-10)
    .max(10)
    .optional()
    .meta({ description: 'Default 1; 2 for odd or even numbers; negative counts down.' }),
};
const seatNumbering = z.strictObject(numbering).meta({ id: 'SeatNumbering' });
const rowNumbering = z
  .strictObject({ ...numbering, count: z.int().min(1).max(LIMITS.rowsPerGroup) })
  .meta({ id: 'RowNumbering' });

const seatsInRun = z.int().min(1).max(LIMITS.seatsPerRun);
const run = z
  .strictObject({
    count: z
      .union([seatsInRun, z.array(seatsInRun).min(1).max(LIMITS.rowsPerGroup)])
      .meta({ description: 'Seats in this run: one number for all rows, or one per row.' }),
    first: z
      .int()
      .min(0)
      .max(100_000)
      .optional()
      .meta({ description: 'Number of its first seat; default: goes on counting.' }),
    gap: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta({ description: 'Metres of aisle before this run. Seats of two runs are never neighbours.' }),
  })
  .meta({ id: 'Run', description: 'Seats side by side.' });

const rowGroup = z
  .strictObject({
    labels: z.union([z.array(id).min(1).max(LIMITS.rowsPerGroup), rowNumbering]),
    front: curve.meta({ description: 'The curve of the first row.' }),
    back: curve
      .optional()
      .meta({ description: 'The curve of the last row; those between are interpolated evenly.' }),
    pitch: z
      .number()
      .min(GEOMETRY.pitchMin)
      .max(GEOMETRY.pitchMax)
      .meta({ description: 'Metres from seat to seat.' }),
    align: z
      .enum(['start', 'center', 'end'])
      .optional()
      .meta({ description: 'Where seats go on a longer curve. Default center.' }),
    seats: z
      .union([z.array(id).min(1).max(LIMITS.seatsPerRow), seatNumbering])
      .optional()
      .meta({ description: 'How seats are numbered along each row, or the label of each seat.' }),
    runs: z.array(run).min(1).max(LIMITS.runsPerGroup),
    tier: z
      .union([id, z.array(id).min(1).max(LIMITS.rowsPerGroup)])
      .optional()
      .meta({
        description: 'One tier for all rows or one per row. Default: the section’s.',
      }),
    attributes: attributes.optional(),
  })
  .meta({
    id: 'RowGroup',
    description: 'Rows that follow one another, described together; seats are derived.',
  });

const exception = z
  .strictObject({
    row: id,
    toRow: id.optional().meta({ description: 'Through this row; default: only `row`.' }),
    from: id.optional().meta({ description: 'First seat in each row; default: the row’s first.' }),
    to: id.optional().meta({ description: 'Last seat in each row; default: the row’s last.' }),
    tier: id.optional(),
    priceMinor: price.optional().meta({ description: 'A price of its own instead of the tier’s.' }),
    attributes: attributes.optional().meta({ description: 'Added to what the rows have.' }),
  })
  .meta({ id: 'Exception', description: 'Seats that differ from their row. Later entries win.' });

const seatedBlock = z.strictObject({
  id,
  name: name.optional(),
  rows: z.array(rowGroup).min(1).max(LIMITS.rowGroupsPerBlock),
  exceptions: z.array(exception).max(LIMITS.exceptionsPerBlock).optional(),
});
const standingBlock = z.strictObject({
  id,
  name: name.optional(),
  capacity: z.int().min(1).max(LIMITS.seats),
  tier: id.optional(),
  priceMinor: price.optional(),
  attributes: attributes.optional(),
});
const unit = z
  .strictObject({
    id,
    name: name.optional(),
    at: point,
    admits: z.int().min(1).max(100).meta({ description: 'People this unit lets in.' }),
    tier: id.optional(),
    priceMinor: price.optional().meta({ description: 'For the whole unit.' }),
    attributes: attributes.optional(),
  })
  .meta({ id: 'Unit', description: 'A box or a table, sold whole.' });
const unitsBlock = z.strictObject({
  id,
  name: name.optional(),
  units: z.array(unit).min(1).max(LIMITS.unitsPerBlock),
});

const sectionBase = {
  id,
  name: name.optional(),
  polygon,
  tier: id.meta({ description: 'Price tier of whatever names no other.' }),
};
const seatedSection = z
  .strictObject({
    kind: z.literal('seated'),
    ...sectionBase,
    blocks: z.array(seatedBlock).min(1).max(LIMITS.blocksPerSection),
  })
  .meta({ id: 'SeatedSection' });
const standingSection = z
  .strictObject({
    kind: z.literal('standing'),
    ...sectionBase,
    blocks: z.array(standingBlock).min(1).max(LIMITS.blocksPerSection),
  })
  .meta({
    id: 'StandingSection',
    description: 'A block of capacity C is C places, given out automatically.',
  });
const unitsSection = z
  .strictObject({
    kind: z.literal('units'),
    ...sectionBase,
    blocks: z.array(unitsBlock).min(1).max(LIMITS.blocksPerSection),
  })
  .meta({ id: 'UnitsSection' });
export const sectionSchema = z
  .discriminatedUnion('kind', [seatedSection, standingSection, unitsSection])
  .meta({ id: 'Section' });

const level = z
  .strictObject({ id, name: name.optional(), sections: z.array(sectionSchema).min(1).max(LIMITS.sections) })
  .meta({ id: 'Level' });

export const featureSchema = z
  .strictObject({ kind: z.enum(['stage', 'pitch', 'floor', 'wall']), name: name.optional(), polygon })
  .meta({ id: 'Feature', description: 'Drawn on the plan; nobody sits there.' });

/** The venue file, format 1. What a schema cannot say (references, geometry, totals) is checked by `validateVenue`. */
export const venueSchema = z
  .strictObject({
    $schema: z.string().max(300).optional(),
    format: z.literal('tix-venue/1'),
    id,
    name,
    notes: z
      .array(z.string().min(1).max(600))
      .max(20)
      .optional()
      .meta({ description: 'Sources and remarks; not shown to buyers.' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a three-letter ISO 4217 code')
      .meta({ description: 'ISO 4217 code of all prices.' }),
    focus: point.meta({ description: 'What everybody looks at: centre of the pitch, front of the stage.' }),
    features: z.array(featureSchema).max(LIMITS.features).optional(),
    tiers: z.array(tier).min(1).max(LIMITS.tiers),
    levels: z.array(level).min(1).max(LIMITS.levels),
  })
  .meta({
    title: 'tix venue file',
    description: 'Levels, sections, blocks, rows and seats of a venue. Lengths are metres.',
  });

export type VenueDocument = z.infer<typeof venueSchema>;
export type Attribute = z.infer<typeof attribute>;
export type SectionDocument = z.infer<typeof sectionSchema>;
export type SeatedBlockDocument = z.infer<typeof seatedBlock>;
export type RowGroupDocument = z.infer<typeof rowGroup>;
export type ExceptionDocument = z.infer<typeof exception>;
export type CurveDocument = z.infer<typeof curve>;
export type NumberingDocument = z.infer<typeof seatNumbering>;
export type FeatureDocument = z.infer<typeof featureSchema>;
