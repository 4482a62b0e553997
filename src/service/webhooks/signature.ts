import { createHmac, timingSafeEqual } from 'node:crypto';

/** The one way webhooks are signed here, those we are sent in rehearsals and those we send. */
export const SIGNATURE_HEADER = 'x-tix-webhook-signature';
/** A webhook older or newer than this is refused, so that a recorded one cannot be replayed for ever. */
const AGE_MS_MAX = 5 * 60_000;

function mac(key: Uint8Array, seconds: number, body: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`${seconds}.`).update(body).digest();
}

/** `t=<epoch s>,v1=<hex HMAC-SHA256(key, t + "." + body)>` over the raw bytes. */
export function signWebhook(key: Uint8Array, body: Uint8Array, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  return `t=${seconds},v1=${mac(key, seconds, body).toString('hex')}`;
}

/** Signed with this key, over exactly these bytes, within five minutes of `nowMs`. */
export function webhookIsGenuine(
  key: Uint8Array,
  body: Uint8Array,
  signature: string | undefined,
  nowMs: number,
): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? '');
  if (!match?.[1] || !match[2]) return false;
  const seconds = Number(match[1]);
  if (Math.abs(nowMs - seconds * 1000) > AGE_MS_MAX) return false;
  return timingSafeEqual(mac(key, seconds, body), Buffer.from(match[2], 'hex'));
}
