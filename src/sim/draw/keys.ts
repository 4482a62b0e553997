import { createHash } from 'node:crypto';
import type { DrawKeys } from '../../core/admission/index.ts';

/** Event that simulated draws are made for. */
export const SIMULATED_EVENT = 'sim';

/** Keys of the draw of a seed. No beacon: a simulated sale has nobody to convince. */
export function drawKeysOf(seed: number): DrawKeys {
  return { lot: keyOf(seed, 'lot'), draw: keyOf(seed, 'draw'), beacon: '' };
}

function keyOf(seed: number, purpose: string): Uint8Array {
  return createHash('sha256').update(`tix-simulate\n${purpose}\n${seed}`).digest();
}

/** Pseudonym of person `number` (unsigned 32-bit): eight letters, a to p, one for each hexadecimal digit. */
export function simulatedSub(number: number): string {
  const digits = (number >>> 0).toString(16).padStart(8, '0');
  return digits.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}
