import { type Change, FLOOR, HALL, HALL_BLOCK, HALL_ROWS, TABLES } from './hall.ts';

/** One way to break the small hall's file, and what the validator must say where. */
export interface Fault {
  readonly name: string;
  readonly change: Change;
  readonly message: RegExp;
  /** Where the problem is told; default: where the change was made. */
  readonly path?: string;
}

const rectangle = (left: number, top: number, right: number, bottom: number): number[][] => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
];
const line = (y: number): unknown => ({
  type: 'line',
  points: [
    [-4.6, y],
    [0, y + 0.6],
    [4.6, y],
  ],
});

/** Faults a JSON Schema can see: ours and any other validator must refuse them. */
export const SCHEMA_FAULTS: readonly Fault[] = [
  { name: 'an unknown field', change: ['/colour', 'red'], message: /not a field/ },
  { name: 'an unknown field deep inside', change: [`${HALL_ROWS}/seatz`, 3], message: /not a field/ },
  { name: 'another format', change: ['/format', 'tix-venue/2'], message: /tix-venue\/1/ },
  { name: 'a missing field', change: ['/focus', undefined], message: /tuple/ },
  { name: 'an id with #', change: [`${HALL}/id`, 'A#1'], message: /1 to 24/ },
  { name: 'an id that is too long', change: [`${HALL}/id`, 'A'.repeat(25)], message: /1 to 24/ },
  { name: 'a currency that is none', change: ['/currency', 'euro'], message: /ISO 4217/ },
  { name: 'a negative price', change: ['/tiers/0/priceMinor', -1], message: />=0/ },
  { name: 'a price with decimals', change: ['/tiers/0/priceMinor', 9.5], message: /int/ },
  { name: 'a capacity of 0', change: [`${FLOOR}/blocks/0/capacity`, 0], message: />=1/ },
  { name: 'a run without seats', change: [`${HALL_ROWS}/runs/0/count`, 0], message: />=1/ },
  { name: 'a giant run', change: [`${HALL_ROWS}/runs/0/count`, 1e9], message: /<=2000/ },
  { name: 'a pitch nobody fits in', change: [`${HALL_ROWS}/pitch`, 0.1], message: />=0.3/ },
  {
    name: 'a polygon of two corners',
    change: [
      `${HALL}/polygon`,
      [
        [0, 0],
        [1, 1],
      ],
    ],
    message: />=3/,
  },
  { name: 'a point of three numbers', change: ['/focus', [0, 0, 0]], message: /<=2/ },
  { name: 'a point far away', change: ['/focus', [1e7, 0]], path: '/focus/0', message: /<=5000/ },
  {
    name: 'an unknown attribute',
    change: [`${HALL_ROWS}/attributes`, ['comfy']],
    path: `${HALL_ROWS}/attributes/0`,
    message: /wheelchair/,
  },
  { name: 'an unknown kind of section', change: [`${HALL}/kind`, 'lying'], message: /seated/ },
  { name: 'an unknown kind of curve', change: [`${HALL_ROWS}/front/type`, 'spiral'], message: /arc/ },
  { name: 'no sections', change: ['/levels/0/sections', []], message: />=1/ },
  { name: 'a name that is a number', change: ['/name', 7], message: /string/ },
];

/** Faults only the meaning shows: the schema accepts them, tix does not. */
export const MEANING_FAULTS: readonly Fault[] = [
  { name: 'two sections of one id', change: [`${TABLES}/id`, 'HALL'], message: /more than once/ },
  { name: 'two tiers of one id', change: ['/tiers/1/id', 'VIP'], message: /more than once/ },
  {
    name: 'two rows of one name',
    change: [`${HALL_ROWS}/labels/first`, 16],
    path: `${HALL_BLOCK}/rows/1/labels`,
    message: /row W occurs/,
  },
  {
    name: 'a seat number twice in a row',
    change: [`${HALL_ROWS}/runs/1/first`, 7],
    path: `${HALL_ROWS}/seats`,
    message: /seat 7 occurs/,
  },
  { name: 'two tables of one id', change: [`${TABLES}/blocks/0/units/1/id`, 'T1'], message: /unit id T1/ },
  { name: 'a reserved word as id', change: [`${HALL}/id`, 'constructor'], message: /reserved/ },
  { name: 'a section of an unknown tier', change: [`${HALL}/tier`, 'Z'], message: /no price tier Z/ },
  { name: 'a row of an unknown tier', change: [`${HALL_ROWS}/tier`, 'Z'], message: /no price tier Z/ },
  {
    name: 'a list of tiers that is too short',
    change: [`${HALL_ROWS}/tier`, ['A', 'B']],
    message: /2 tiers for 8 rows/,
  },
  {
    name: 'a list of counts that is too long',
    change: [`${HALL_ROWS}/runs/0/count`, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    message: /9 counts for 8 rows/,
  },
  {
    name: 'rows without a back curve',
    change: [`${HALL_ROWS}/back`, undefined],
    path: HALL_ROWS,
    message: /needs a back curve/,
  },
  {
    name: 'curves of two types',
    change: [`${HALL_ROWS}/back`, { type: 'arc', center: [0, 0], radius: 8, start: 0, end: 90 }],
    message: /same type/,
  },
  {
    name: 'curves of two lengths',
    change: [
      `${HALL_ROWS}/back/points`,
      [
        [-4, 8],
        [4, 8],
      ],
    ],
    message: /as many points/,
  },
  {
    name: 'a row longer than its curve',
    change: [`${HALL_ROWS}/pitch`, 0.9],
    path: HALL_ROWS,
    message: /needs 13.80 m/,
  },
  {
    name: 'a row that leaves its section',
    change: [`${HALL_ROWS}/back`, line(18)],
    path: HALL_ROWS,
    message: /leaves the polygon of section HALL/,
  },
  {
    name: 'rows on top of one another',
    change: [`${HALL_ROWS}/back`, line(2)],
    path: HALL_ROWS,
    message: /less than 0.25 m/,
  },
  {
    name: 'a polygon that crosses itself',
    change: [
      `${HALL}/polygon`,
      [
        [-5, 1.2],
        [5, 10.6],
        [5, 1.2],
        [-5, 10.6],
      ],
    ],
    message: /cross/,
  },
  {
    name: 'a polygon without area',
    change: [
      `${HALL}/polygon`,
      [
        [-5, 1],
        [5, 1],
        [0, 1.000001],
      ],
    ],
    message: /no area/,
  },
  {
    name: 'sections that overlap',
    change: [`${FLOOR}/polygon`, rectangle(-9, 1.2, -4.5, 10.6)],
    message: /overlaps section HALL/,
  },
  {
    name: 'a section inside another',
    change: [`${FLOOR}/polygon`, rectangle(-1, 4, 1, 5)],
    message: /overlaps section HALL/,
  },
  {
    name: 'a section across another',
    change: [`${FLOOR}/polygon`, rectangle(-7, 4, 5.5, 5)],
    message: /overlaps section HALL/,
  },
  {
    name: 'a section exactly on another',
    change: [`${FLOOR}/polygon`, rectangle(-5, 1.2, 5, 10.6)],
    message: /overlaps section HALL/,
  },
  {
    name: 'a stage that crosses itself',
    change: [
      '/features/0/polygon',
      [
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
      ],
    ],
    message: /cross/,
  },
  {
    name: 'a table outside its section',
    change: [`${TABLES}/blocks/0/units/0/at`, [0, 0]],
    message: /outside/,
  },
  {
    name: 'an exception for an unknown row',
    change: [`${HALL_BLOCK}/exceptions/0/row`, 'Z'],
    message: /no row Z/,
  },
  {
    name: 'an exception for an unknown seat',
    change: [`${HALL_BLOCK}/exceptions/0/from`, '99'],
    message: /no seat 99 in row W/,
  },
  {
    name: 'an exception that ends before it begins',
    change: [`${HALL_BLOCK}/exceptions/1/to`, '1'],
    message: /comes before from/,
  },
  {
    name: 'numbers that fall below 0',
    change: [`${HALL_ROWS}/seats`, { first: 3, step: -1 }],
    message: /numbers begin at 0/,
  },
  {
    name: 'letters that begin before A',
    change: [`${HALL_ROWS}/labels/first`, 0],
    path: `${HALL_ROWS}/labels`,
    message: /letters begin at 1/,
  },
  {
    name: 'numbers that stand still',
    change: [`${HALL_ROWS}/seats`, { step: 0 }],
    path: `${HALL_ROWS}/seats/step`,
    message: /must not be 0/,
  },
  {
    name: 'listed seats that are too few',
    change: [`${HALL_ROWS}/seats`, ['1', '2', '3']],
    message: /lists 3 seats/,
  },
  {
    name: 'more seats than a venue may have',
    change: [`${FLOOR}/blocks/0/capacity`, 250_000],
    path: '/levels',
    message: /at most 250000/,
  },
];
