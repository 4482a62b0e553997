import { useSyncExternalStore } from 'react';
import { isRecord, type Keep } from '../platform/index.ts';
import { useServices } from './services.ts';

/** Who is signed in, as far as this browser remembers. The pass itself is a cookie that no script can read. */
export interface Identity {
  /** What to call them; empty when their provider did not say. */
  readonly name: string;
  /** Their pseudonym in draws. */
  readonly sub: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

const KEY = 'identity';
const CHANGED = 'tix:identity';

function isIdentity(value: unknown): value is Identity {
  return (
    isRecord(value) &&
    typeof value.name === 'string' &&
    typeof value.sub === 'string' &&
    typeof value.expiresAt === 'number'
  );
}

/** Remembered even when its pass has run out: the draw is checked long after the sale. */
export function rememberedIdentity(keep: Keep): Identity | undefined {
  return keep.read(KEY, isIdentity);
}

export function rememberIdentity(keep: Keep, identity: Identity): void {
  keep.write(KEY, identity);
  dispatchEvent(new Event(CHANGED));
}

/** Calls back when somebody signs in; answers how to stop. */
export function onSignedIn(signedIn: () => void): () => void {
  addEventListener(CHANGED, signedIn);
  return () => removeEventListener(CHANGED, signedIn);
}

/** What to call whoever is signed in; empty when nobody is, nobody said, or it has run out. */
export function useSignedInName(): string {
  const { keep, clock } = useServices();
  return useSyncExternalStore(onSignedIn, () => {
    const known = rememberedIdentity(keep);
    return known !== undefined && known.expiresAt * 1000 > clock.nowMs() ? known.name : '';
  });
}
