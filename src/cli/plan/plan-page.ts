import { type Limit, NEAR_SHARE, type PlanInput, type SalePlan } from '../../core/plan/index.ts';
import { formatCount, formatDuration, type Paint, pairs, table } from '../framework/index.ts';

export interface PlannedSale extends SalePlan {
  readonly venue: { readonly id: string; readonly name: string };
  readonly input: Omit<PlanInput, 'assumptions'>;
}

/** A plan on one page: the sale, its load, what runs out, what it costs, and the one number to look at. */
export function planPage(plan: PlannedSale, paint: Paint): string {
  const { input, venue } = plan;
  const terms = `k = ${input.k}, a try every ${input.slotSeconds} s, ${formatCount(input.target)} shoppers at once`;
  return [
    `${paint.bold(venue.name)}: ${formatCount(input.seats)} seats, ${formatCount(input.people)} people; ${terms}`,
    '',
    sale(plan),
    '',
    load(plan),
    '',
    limits(plan, paint),
    '',
    bill(plan),
    '',
    verdict(plan.bottleneck, paint),
  ].join('\n');
}

function sale({ demand, openingTau, input }: PlannedSale): string {
  const time = formatDuration(demand.saleSeconds * 1000);
  const left = input.seats - demand.seatsSold;
  const end =
    demand.soldOutSeconds === null
      ? `${about(left)} seats left when it ends, after ${time}`
      : `sold out after about ${time}`;
  return pairs([
    ['the sale', end],
    [
      'let in',
      `${short(demand.admissionsPerSecond)}/s, ${about(demand.sessions)} sessions of ${formatDuration(Math.round(demand.sessionSeconds) * 1000)}; begin with τ = ${formatCount(openingTau)} s`,
    ],
    [
      'waiting',
      `${about(demand.peak.waiting)} at most, ${about(input.people - demand.orders)} go home without seats`,
    ],
    [
      'orders',
      `${about(demand.orders)}, from ${about(demand.holds)} holds and ${about(demand.checkouts)} checkouts`,
    ],
  ]);
}

function load({ demand, edge, service, store }: PlannedSale): string {
  const writes = store.writeUnitsPerSecond;
  const reads = store.readUnitsPerSecond;
  const units = Object.values(writes).reduce((sum, value) => sum + value, 0);
  const rows: [string, number, number | undefined][] = [
    ['arrivals', demand.peak.mintsPerSecond, demand.mints],
    ['polls', demand.peak.pollsPerSecond, demand.polls],
    ['edge requests', edge.requestsPerSecond, edge.total.requests],
    ['edge function calls', edge.functionCallsPerSecond, edge.total.functionCalls],
    ['key-value reads', edge.kvsReadsPerSecond, edge.total.kvsReads],
    ['service requests', service.requestsPerSecond, service.total.requests],
    ['holds', demand.peak.holdsPerSecond, demand.holds],
    ['cache reads', store.cache.readsPerSecond, undefined],
    ['cache writes', store.cache.writesPerSecond, undefined],
    ['store writes (WCU)', units, store.total.writeUnits],
    ['store reads (RCU)', reads.seats + reads.reservations, store.total.readUnits],
  ];
  return table(
    [
      { heading: 'load' },
      { heading: 'busiest second', align: 'right' },
      { heading: 'whole sale', align: 'right' },
    ],
    rows.map(([what, perSecond, all]) => [what, short(perSecond), all === undefined ? '' : about(all)]),
  );
}

function limits({ limits: all }: PlannedSale, paint: Paint): string {
  const when = (limit: Limit) => {
    if (limit.share <= NEAR_SHARE) return '';
    return limit.actBy === null
      ? `${limit.leadDays} days before`
      : `by ${new Date(limit.actBy * 1000).toISOString().slice(0, 10)}`;
  };
  const rows = all.map((limit) => {
    const used = `${formatCount(Math.ceil(limit.share * 100))} %`;
    const painted = limit.share > 1 ? paint.red(used) : limit.share > NEAR_SHARE ? paint.yellow(used) : used;
    return [
      `${limit.name} (${limit.unit})`,
      short(limit.needed),
      formatCount(limit.limit),
      painted,
      when(limit),
    ];
  });
  const page = table(
    [
      { heading: 'what may run out' },
      { heading: 'needed', align: 'right' },
      { heading: 'default', align: 'right' },
      { heading: 'used', align: 'right' },
      { heading: 'act' },
    ],
    rows,
  );
  const remedies = all
    .filter(({ remedy }) => remedy !== '')
    .map(({ name, remedy }) => `  ${name}: ${remedy}`);
  return [page, ...(remedies.length > 0 ? ['', ...remedies] : [])].join('\n');
}

function bill({ bill: { items, totalUsd, prices } }: PlannedSale): string {
  const small = items.filter(({ usd }) => usd < totalUsd / 200);
  const rows = items
    .filter((item) => !small.includes(item))
    .map(({ what, amount, unit, usd }) => [what, `${about(amount)} ${unit}`, dollars(usd)]);
  const rest = small.reduce((sum, { usd }) => sum + usd, 0);
  if (small.length > 0) rows.push(['the rest', '', dollars(rest)]);
  rows.push(['total', prices, dollars(totalUsd)]);
  return table([{ heading: 'bill' }, { heading: 'of' }, { heading: 'USD', align: 'right' }], rows);
}

function verdict({ name, share, remedy }: Limit, paint: Paint): string {
  const used = `${formatCount(Math.ceil(share * 100))} %`;
  if (share <= NEAR_SHARE)
    return `${paint.green('Bottleneck')}: ${name}, of which ${used} of the default is used. Nothing needs to be raised.`;
  return `${paint.bold('Bottleneck')}: ${name}, of which ${used} of the default is needed; ${remedy}.`;
}

/** An estimate with three digits: 123,000,000. */
function about(value: number): string {
  return formatCount(Number(value.toPrecision(3)));
}

function short(value: number): string {
  return value >= 10 ? about(value) : String(Number(value.toPrecision(2)));
}

function dollars(value: number): string {
  return value < 10 ? value.toFixed(2) : formatCount(value);
}
