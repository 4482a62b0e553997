import { z } from 'zod';
import { duration, latencyMs, moment, name, share, wave } from './parts.ts';

const hashesPerSecond = z.number().min(1).max(1e12);

const perHour = z.number().min(0).max(3_600);

const habits = z
  .strictObject({
    tokensPerHour: perHour
      .default(3)
      .meta({ description: 'Places taken again: other tabs, other devices, cleared storage.' }),
    earlyPerHour: perHour
      .default(6)
      .meta({ description: 'Attempts before their time: reloads, and clocks that are wrong.' }),
    badTokensPerHour: perHour
      .default(0.1)
      .meta({ description: 'Damaged tokens; expired ones do not count.' }),
    unprovenPerHour: perHour.default(0.5).meta({
      description: 'Attempts without a proof of work: scripts that were blocked, networks lost midway.',
    }),
    networksPerDay: z
      .number()
      .min(0)
      .max(10_000)
      .default(8)
      .meta({ description: 'How often a person changes to another network.' }),
    peoplePerNetwork: z
      .number()
      .min(1)
      .max(1e6)
      .default(3)
      .meta({ description: 'People of this sale behind one address.' }),
  })
  .meta({
    id: 'Habits',
    description:
      'What honest people do that the abuse ladder notices; they come on top of one attempt a slot.',
  });

const populationClass = z
  .strictObject({
    name,
    share: z.number().positive().max(1e9).default(1).meta({ description: 'Weight among the classes.' }),
    region: name.default('everywhere'),
    device: name.default('any'),
    latencyMs: latencyMs.default({ median: 60, p95: 250 }),
    hashesPerSecond: hashesPerSecond.default(200_000).meta({
      description: 'How fast the device solves the proof of work.',
    }),
    background: z
      .strictObject({ share, checkSeconds: duration })
      .default({ share: 0, checkSeconds: 60 })
      .meta({ description: 'Share of pages in a background tab, and how rarely a browser wakes those.' }),
    showUp: share.default(1).meta({ description: 'Share of the drawn who are still there.' }),
    patienceSeconds: z
      .number()
      .min(1)
      .max(604_800)
      .nullable()
      .default(null)
      .meta({ description: 'Mean time until a person gives up waiting (exponential); null: nobody does.' }),
    arrivals: z.array(wave).min(1).max(16).nullable().default(null).meta({
      description: 'When the people of this class come; null: like everybody.',
    }),
    habits: habits.prefault({}),
  })
  .meta({ id: 'PopulationClass' });

const attackKind = z.enum(['pollSpam', 'reroll', 'early', 'sybil', 'replay']).meta({
  id: 'AttackKind',
  description:
    'pollSpam: asks many times a slot. reroll: mints many tokens. early: comes long before the opening. ' +
    'sybil: one person with many accounts. replay: shows old tokens again.',
});

const attacker = z
  .strictObject({
    name,
    kind: attackKind,
    accounts: z.int().min(1).max(100_000_000),
    humans: z.int().min(1).max(100_000_000).default(1).meta({ description: 'Persons behind the accounts.' }),
    pollsPerSlot: z.int().min(1).max(10_000).default(1),
    mintsPerAccount: z.int().min(1).max(10_000).default(1),
    arrivesSeconds: moment.nullable().default(null).meta({
      description: 'When all accounts come, relative to the opening; null: like everybody.',
    }),
    latencyMs: latencyMs.default({ median: 10, p95: 20 }),
    hashesPerSecond: hashesPerSecond.default(20_000_000),
  })
  .meta({ id: 'Attacker' });

const seatsPerOrder = z
  .array(z.strictObject({ seats: z.int().min(1).max(45), share: z.number().min(0).max(1e9) }))
  .min(1)
  .max(45);

const sale = z
  .strictObject({
    seats: z.int().min(1).max(10_000_000).optional(),
    venue: name.optional().meta({ description: 'Instead of seats: a shipped venue or a venue file.' }),
    seatsPerOrder: seatsPerOrder.default([
      { seats: 1, share: 0.2 },
      { seats: 2, share: 0.5 },
      { seats: 3, share: 0.1 },
      { seats: 4, share: 0.2 },
    ]),
    target: z.int().min(1).max(10_000_000).default(2_000).meta({ description: 'Live sessions to hold (L).' }),
    softCap: z.int().min(1).max(20_000_000).nullable().default(null).meta({
      description: 'Sessions beyond which newcomers get a waiting pass; null: 1.1 times the target.',
    }),
    hardCap: z.int().min(1).max(20_000_000).nullable().default(null).meta({
      description: 'Sessions up to which holders of a pass are let in; null: 1.2 times the target.',
    }),
    k: z.number().min(1).max(32).default(2),
    curve: z.enum(['weibull']).default('weibull'),
    slotSeconds: z.int().min(1).max(120).default(30),
    tau: z
      .union([z.enum(['tuned', 'pi']), z.number().min(1).max(1e9)])
      .default('tuned')
      .meta({
        description:
          'tuned: from sampled arrivals. pi: from live sessions alone. A number: fixed, in seconds.',
      }),
    initialTau: z.number().min(1).max(1e9).default(100_000).meta({
      description: 'Speed of the sale clock until the first decision takes effect.',
    }),
    leadSeconds: z.int().min(0).max(600).default(10),
    turnSeconds: z.int().min(1).max(600).default(10),
    samplingRate: z.number().gt(0).max(1).default(0.01),
    suspectSampling: z.number().gt(0).max(1).default(0.05).meta({
      description: 'Share of wrong requests that the edge passes on to the abuse ladder.',
    }),
    requestSampling: z.number().gt(0).max(1).default(0.01).meta({
      description: 'Share of all other requests that it passes on.',
    }),
    session: z
      .strictObject({
        meanSeconds: z.number().min(1).max(86_400).default(240),
        cv: z.number().min(0).max(3).default(0.5).meta({
          description: 'Standard deviation over mean of the time spent choosing.',
        }),
        maxSeconds: z.int().min(1).max(86_400).default(600),
      })
      .default({ meanSeconds: 240, cv: 0.5, maxSeconds: 600 }),
    checkout: z
      .strictObject({
        share: share.default(0.8).meta({ description: 'Of those who hold seats, how many go to pay.' }),
        meanSeconds: z.number().min(1).max(3_600).default(90),
        paymentFailure: share.default(0.05),
      })
      .default({ share: 0.8, meanSeconds: 90, paymentFailure: 0.05 }),
    powBits: z.int().min(0).max(40).default(16),
  })
  .meta({ id: 'Sale' });

const disturbance = z
  .strictObject({
    kind: z.enum(['sessionsTimes', 'samplingTimes', 'updatesLost']).meta({
      description:
        'sessionsTimes: sessions started from then on last that many times as long. samplingTimes: that many times as many arrivals ' +
        'are sampled as the rate says. updatesLost: changes of τ do not reach the edge.',
    }),
    atSeconds: moment,
    forSeconds: duration.default(604_800),
    factor: z.number().positive().max(1_000).default(1),
  })
  .meta({ id: 'Disturbance' });

export const scenarioSchema = z
  .strictObject({
    $schema: z.string().max(500).optional(),
    name,
    description: z.string().max(2_000).default(''),
    sources: z.array(z.string().min(1).max(500)).max(50).default([]),
    seed: z.int().min(0).max(0xffff_ffff).default(1),
    people: z.int().min(1).max(1_000_000_000).meta({ description: 'Honest people; attackers come on top.' }),
    horizonSeconds: z.int().min(60).max(172_800).default(7_200).meta({
      description: 'When the sale closes if it has not sold out.',
    }),
    arrivals: z
      .array(wave)
      .min(1)
      .max(16)
      .default([{ kind: 'rush', share: 1, beforeShare: 0.5, beforeSeconds: 3_600, halfLifeSeconds: 600 }]),
    classes: z
      .array(populationClass)
      .min(1)
      .max(64)
      .prefault([{ name: 'everybody' }]),
    attackers: z.array(attacker).max(64).default([]),
    sale,
    disturbances: z.array(disturbance).max(16).default([]),
    failIf: z.array(z.string().min(1).max(300)).max(100).default([]).meta({
      description: 'What `tix simulate --check` must not find, such as "controller.overshoot > 0.05".',
    }),
  })
  .meta({
    title: 'tix scenario',
    description:
      'A sale to simulate. Seconds are relative to the opening (negative: before it) unless a name says otherwise.',
  });

export type ScenarioInput = z.output<typeof scenarioSchema>;
export type AttackKind = z.output<typeof attackKind>;
export type Disturbance = z.output<typeof disturbance>;
