import { expect, test } from 'vitest';
import { createPrometheus } from '../../../src/service/adapters/meter-prometheus/index.ts';
import { SALE_MEASURES } from '../../../src/service/measures/index.ts';
import { EVENT_ID, openBuyer, openHarness } from '../harness.ts';

/** The value of each line of an exposition, by name and labels. */
function valuesOf(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

test('a sale’s numbers are there for Prometheus: what happened as counters, how it stands as gauges', async () => {
  const { meter, exposition } = createPrometheus();
  const harness = await openHarness({ meter });
  const section = harness.venue.sections[0];
  const [first, second] = section === undefined ? [] : harness.venue.seatsOf(section);
  const seatIds = [first?.seatId ?? '', second?.seatId ?? ''];
  const ada = await openBuyer(harness, 'ada');
  await ada.hold(seatIds);
  const bob = await openBuyer(harness, 'bob');
  expect((await bob.hold(seatIds)).status).toBe(409);
  const { body } = await ada.checkout();
  await harness.pay(body.payment.redirectUrl, { outcome: 'approve' });
  await harness.drain();

  const { contentType, text } = await exposition([await harness.operations.snapshot(EVENT_ID)]);
  expect(contentType).toContain('text/plain');
  const values = valuesOf(text);
  const sale = {
    tix_sessions_started_total: 2,
    tix_sessions_finalised_total: 1,
    tix_checkouts_started_total: 1,
    tix_seats_sold_total: 2,
    tix_payments_settled_total: 1,
    tix_seats_clicked_total: 4,
    tix_ghost_seats_total: 2,
    tix_holds_given_total: 1,
    tix_holds_refused_total: 1,
    tix_hold_time_milliseconds_count: 2,
    tix_request_errors_total: 0,
    [`tix_sessions{event="${EVENT_ID}",state="reservation"}`]: 1,
    [`tix_seats{event="${EVENT_ID}",state="sold"}`]: 2,
    [`tix_seats{event="${EVENT_ID}",state="available"}`]: harness.venue.seatCount - 2,
    [`tix_session_caps{event="${EVENT_ID}",state="hard"}`]: 60,
    [`tix_tau_seconds{event="${EVENT_ID}"}`]: 1,
  };
  expect(Object.fromEntries(Object.keys(sale).map((name) => [name, values.get(name)]))).toEqual(sale);
  expect(values.get('tix_request_time_milliseconds_count')).toBe(values.get('tix_requests_total'));
  // Nobody is sampled in this sale, and no tuner runs: what is not known is not shown as 0.
  expect([...values.keys()].filter((name) => /people|tuner/.test(name))).toEqual([]);
});

test('everything that is measured has one name, here in words with lines between them', async () => {
  const { text } = await createPrometheus().exposition([]);
  const shown = text.split('\n').flatMap((line) => /^# HELP (tix_\S+) /.exec(line)?.[1] ?? []);
  const spelt = Object.entries(SALE_MEASURES).map(([name, { unit }]) => {
    const words = name.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
    return ['tix', ...words, unit === 'Count' ? 'total' : 'milliseconds'].join('_');
  });
  expect(shown).toEqual(expect.arrayContaining(spelt));
  expect(new Set(shown).size).toBe(shown.length);
});
