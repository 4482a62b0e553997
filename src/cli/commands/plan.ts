import { planSale } from '../../core/plan/index.ts';
import { choice, decimal, defineCommand, duration, integer, moment, text } from '../framework/index.ts';
import { planPage } from '../plan/index.ts';
import { DEFAULT_TERMS } from '../seeding/index.ts';
import { readVenue, VENUE_SUMMARY } from '../venue-source.ts';

export default defineCommand({
  name: 'plan',
  description: `
    Plans a sale on one page: who comes and how long it takes, what meets the edge, the service, the
    cache and the store, which quotas to raise and by when, what AWS will charge, and which number is
    the bottleneck. Changes nothing and asks nobody.`,
  args: { venue: text({ summary: VENUE_SUMMARY, required: true }) },
  options: {
    people: integer({ summary: 'people who come', min: 1, max: 1_000_000_000, required: true }),
    target: integer({
      summary: 'shoppers at once',
      min: 1,
      max: 1_000_000,
      defaultText: 'one for 50 seats, at least 20',
    }),
    k: decimal({ summary: 'from luck (1) to first come, first served (32)', min: 1, max: 32, default: 2 }),
    slot: duration({
      summary: 'how often a buyer may try to get in',
      min: '1s',
      max: '120s',
      default: 30_000,
      defaultText: '30s',
    }),
    session: duration({
      summary: 'time a shopper takes to choose, on average',
      min: '10s',
      max: '24h',
      default: 240_000,
      defaultText: '4m',
    }),
    pay: duration({
      summary: 'time a payment takes, on average',
      min: '5s',
      max: '1h',
      default: 90_000,
      defaultText: '90s',
    }),
    order: decimal({ summary: 'seats in an order, on average', min: 1, max: 45, default: 2.3 }),
    checkout: decimal({ summary: 'share of shoppers who go to pay', min: 0.01, max: 1, default: 0.8 }),
    paid: decimal({ summary: 'share of payments that come through', min: 0.01, max: 1, default: 0.95 }),
    showUp: decimal({ summary: 'share of those drawn who are still there', min: 0.01, max: 1, default: 0.7 }),
    early: decimal({ summary: 'share that is there at the opening', min: 0.001, max: 1, default: 0.5 }),
    arrivalMinutes: decimal({
      summary: 'minutes in which half of the others come',
      min: 0.1,
      max: 1_440,
      default: 10,
    }),
    lasts: duration({
      summary: 'when the sale ends if it has not sold out',
      min: '1m',
      max: '48h',
      default: 28_800_000,
      defaultText: '8h',
    }),
    sampleArrivals: decimal({ summary: 'share of arrivals counted', min: 0, max: 1, default: 0.01 }),
    sampleRequests: decimal({
      summary: 'share of requests checked behind the edge',
      min: 0,
      max: 1,
      default: 0.01,
    }),
    indexShards: integer({ summary: 'index partitions of a section', min: 1, max: 100, default: 1 }),
    originShield: choice({
      summary: 'one CDN cache asks for all',
      choices: ['yes', 'no'],
      default: 'yes',
    }),
    opensAt: moment({ summary: 'when the sale opens, for dates to act by' }),
  },
  examples: [
    { line: 'tix plan stadium-100k --people 10000000', does: 'A stadium and ten million people' },
    {
      line: 'tix plan arena-20k --people 400000 --target 800 --slot 20s --opens-at 2027-06-01T10:00:00Z --json',
      does: 'Your own numbers, with dates, for a program',
    },
  ],
  async run(given, ctx) {
    const venue = await readVenue(ctx, given.venue);
    const { seatCount } = venue;
    const usual = Math.max(DEFAULT_TERMS.softCapMin, Math.round(seatCount * DEFAULT_TERMS.softCapPerSeat));
    const input = {
      people: given.people,
      seats: seatCount,
      target: given.target ?? usual,
      slotSeconds: given.slot / 1000,
      arrivals: {
        earlyShare: given.early,
        earlySeconds: 3_600,
        halfLifeSeconds: given.arrivalMinutes * 60,
      },
      showUp: given.showUp,
      choosingSeconds: given.session / 1000,
      payingSeconds: given.pay / 1000,
      seatsPerOrder: given.order,
      checkoutShare: given.checkout,
      paymentShare: given.paid,
      horizonSeconds: Math.round(given.lasts / 1000),
      k: given.k,
      curve: 'weibull',
      venue: {
        sections: venue.sections.length,
        largestSectionSeats: Math.max(...venue.sections.map((section) => section.seatCount)),
      },
      sampling: { arrivals: given.sampleArrivals, requests: given.sampleRequests },
      gsiShards: given.indexShards,
      originShield: given.originShield === 'yes',
      opensAt: given.opensAt?.epochSeconds ?? null,
    };
    return { venue: { id: venue.id, name: venue.name }, input, ...planSale(input) };
  },
  render: (plan, { paint }) => planPage(plan, paint),
});
