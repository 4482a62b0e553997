import { z } from 'zod';

export const share = z.number().min(0).max(1);
export const name = z.string().min(1).max(80);
export const duration = z.number().min(0).max(604_800);
/** Seconds relative to the opening, up to a week before or after it. */
export const moment = z.number().min(-604_800).max(604_800);

export const latencyMs = z
  .strictObject({ median: z.number().min(0).max(60_000), p95: z.number().min(0).max(60_000) })
  .meta({ id: 'LatencyMs', description: 'From the click to the edge: log-normal, given by two quantiles.' });

const waveShare = z
  .number()
  .positive()
  .max(1e9)
  .default(1)
  .meta({ description: 'Weight of this wave among the others.' });

const rush = z
  .strictObject({
    kind: z.literal('rush'),
    share: waveShare,
    beforeShare: share
      .default(0.5)
      .meta({ description: 'Share of the wave that is there before the opening.' }),
    beforeSeconds: duration
      .default(3_600)
      .meta({ description: 'How early the first come; more and more come towards the opening.' }),
    halfLifeSeconds: z.number().min(1).max(604_800).default(600).meta({
      description: 'After the opening, half of those still to come arrive within this time.',
    }),
  })
  .meta({ id: 'Rush' });

const ramp = z
  .strictObject({
    kind: z.literal('ramp'),
    share: waveShare,
    fromSeconds: moment,
    toSeconds: moment,
    startWeight: z.number().min(0).max(1e6).default(0),
    endWeight: z.number().min(0).max(1e6).default(1),
  })
  .meta({ id: 'Ramp', description: 'A rate that changes evenly from the first weight to the second.' });

const poisson = z
  .strictObject({ kind: z.literal('poisson'), share: waveShare, fromSeconds: moment, toSeconds: moment })
  .meta({
    id: 'Poisson',
    description: 'People who come independently of each other, at the same rate throughout.',
  });

const recorded = z
  .strictObject({
    kind: z.literal('recorded'),
    share: waveShare,
    stepSeconds: z.int().min(1).max(86_400).default(1),
    counts: z
      .array(z.tuple([z.int().min(-604_800).max(604_800), z.number().min(0).max(1e9)]))
      .min(1)
      .max(700_000)
      .optional()
      .meta({
        description: 'Pairs of a second (start of a step, relative to the opening) and how many came in it.',
      }),
    file: name
      .optional()
      .meta({ description: 'Instead of counts: NDJSON, a line `{"at": second, "count": n}` each.' }),
    opensAt: z.int().min(0).max(1e11).default(0).meta({
      description:
        'Subtracted from every recorded second: the opening, where the record is in epoch seconds.',
    }),
  })
  .meta({ id: 'Recorded', description: 'Arrivals as they were counted once; scaled to the wave.' });

export const wave = z.discriminatedUnion('kind', [rush, ramp, poisson, recorded]);
export type Wave = z.output<typeof wave>;
