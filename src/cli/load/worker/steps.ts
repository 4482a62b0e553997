import type { Step } from '../../crowd/index.ts';

const BY_LAST_PART: Readonly<Record<string, Step>> = {
  'sign-in/dev': 'signIn',
  'queue/token': 'token',
  'queue/admission': 'admission',
  holds: 'hold',
  'auto-holds': 'autoHold',
  releases: 'release',
  checkout: 'checkout',
  attempts: 'payAgain',
};

/** Which step of a visit a request is, from its method and path. The payment page is the provider's: whatever is not the API's. */
export function stepOf(method: string, path: string): Step {
  if (method === 'DELETE') return 'cancel';
  if (method === 'GET') return path.startsWith('/v1/payments/') ? 'payment' : 'map';
  if (!path.startsWith('/v1/')) return 'pay';
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  return BY_LAST_PART[`${parts.at(-2)}/${last}`] ?? BY_LAST_PART[last] ?? 'pay';
}
