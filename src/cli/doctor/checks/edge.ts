import { z } from 'zod';
import { HEADERS, signSignInPass } from '../../../core/admission/index.ts';
import { nodeHashing } from '../../../service/adapters/system/index.ts';
import { readRecords } from '../../../service/sale/index.ts';
import { type Answered, ask } from '../ask.ts';
import { bad, type Check, type Outcome, ok, skipped } from '../finding.ts';
import type { Patient } from '../patient.ts';

const queueBody = z.object({
  phase: z.string(),
  commitment: z.string().nullable(),
  token: z.string().nullable(),
});

/** How long the passes live that the doctor signs for itself. */
const PASS_SECONDS = 300;

/** Asks for a place as a buyer called `doctor` would. */
export async function askForPlace(patient: Patient, eventId: string, isSignedIn: boolean): Promise<Answered> {
  const { ctx, url, secrets } = patient;
  const iat = Math.floor(ctx.clock.nowMs() / 1000);
  const pass =
    isSignedIn && secrets !== undefined
      ? signSignInPass(nodeHashing, secrets.signIn, { sub: 'doctor', iat, exp: iat + PASS_SECONDS })
      : undefined;
  return ask(ctx, `${url}/v1/events/${encodeURIComponent(eventId)}/queue/token`, {
    method: 'POST',
    headers: pass === undefined ? {} : { [HEADERS.pass]: pass },
  });
}

export function phaseIn({ body }: Answered): string | undefined {
  const parsed = queueBody.safeParse(body);
  return parsed.success ? parsed.data.phase : undefined;
}

/** The site answers, the edge stands in front of it, and reads the same sale as this command. */
export const siteCheck = (patient: Patient): Check => ({
  name: 'site',
  async run() {
    const { ctx, url, eventId } = patient;
    if (url === undefined)
      return [skipped('no site was named', 'Name it with --url to check edge and service')];
    const outcomes: Outcome[] = [];
    const ready = await ask(ctx, `${url}/readyz`);
    outcomes.push(
      ready.status === 200
        ? ok(`${url} is ready`)
        : bad(
            'failed',
            `${url}/readyz answers ${ready.status}`,
            'The service does not reach its store; see its log',
          ),
    );
    const stranger = await askForPlace(patient, eventId, false);
    outcomes.push(
      stranger.status === 401
        ? ok('the queue asks strangers to sign in')
        : bad(
            'failed',
            `the queue answers a stranger with ${stranger.status}, not 401`,
            'Deploy the edge functions in front of the queue’s paths, and the records they read',
          ),
    );
    return [...outcomes, ...(await sameSale(patient))];
  },
});

async function sameSale(patient: Patient): Promise<Outcome[]> {
  const { kvs, secrets, eventId, kvsUrl } = patient;
  if (kvs === undefined || secrets === undefined) return [];
  const { sale } = await readRecords(kvs, eventId);
  if (sale === undefined) return [];
  const answered = await askForPlace(patient, eventId, true);
  const parsed = queueBody.safeParse(answered.body);
  if (!parsed.success)
    return [
      bad(
        'failed',
        `the queue answers a signed-in buyer with ${answered.status}`,
        'The edge verifies sign-ins with another key: see “keys”',
      ),
    ];
  const { phase, commitment } = parsed.data;
  if (phase === 'unavailable')
    return [
      bad(
        'failed',
        'the edge cannot read the sale',
        `Is ${kvsUrl} the store the edge functions are tied to?`,
      ),
    ];
  return commitment === sale.commitment
    ? [ok('the edge hands out places of this very sale')]
    : [bad('failed', 'the edge hands out places of another sale', `Is ${kvsUrl} the store the edge reads?`)];
}
