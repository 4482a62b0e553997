import { z } from 'zod';
import { monotonicMs } from '../../../service/adapters/system/index.ts';
import { ask } from '../ask.ts';
import { bad, type Check, ok } from '../finding.ts';
import type { Patient } from '../patient.ts';

const answer = z.object({ epochMs: z.number().int() });

const SAMPLES = 5;
/** The service believes an edge whose clock is up to 5 s off; this machine plans openings by its own. */
const SKEW_MS_GOOD = 1_000;
const SKEW_MS_MAX = 4_000;

/** This machine's clock against the server's, by the answer that came back fastest. */
export const clockCheck = ({ ctx, url }: Patient): Check => ({
  name: 'clock',
  async run() {
    if (url === undefined) return [];
    let best = { roundTripMs: Number.POSITIVE_INFINITY, skewMs: 0 };
    for (let i = 0; i < SAMPLES; i++) {
      const sentMs = ctx.clock.nowMs();
      const started = monotonicMs();
      const { body } = await ask(ctx, `${url}/v1/time`);
      const roundTripMs = monotonicMs() - started;
      const parsed = answer.safeParse(body);
      if (!parsed.success)
        return [bad('failed', `${url}/v1/time tells no time`, 'Is this the site of a tix service?')];
      if (roundTripMs < best.roundTripMs)
        best = { roundTripMs, skewMs: Math.round(parsed.data.epochMs - (sentMs + roundTripMs / 2)) };
    }
    const measured = { skewMs: best.skewMs, roundTripMs: Math.round(best.roundTripMs) };
    const off = Math.abs(best.skewMs);
    const says =
      `the server’s clock is ${off} ms ${best.skewMs < 0 ? 'behind' : 'ahead of'} this machine’s` +
      ` (± ${Math.ceil(best.roundTripMs / 2)} ms)`;
    const fix = 'Synchronise both with NTP (chrony); the sale opens by the server’s clock';
    if (off > SKEW_MS_MAX) return [bad('failed', says, fix, measured)];
    return [off > SKEW_MS_GOOD ? bad('warning', says, fix, measured) : ok(says, measured)];
  },
});
