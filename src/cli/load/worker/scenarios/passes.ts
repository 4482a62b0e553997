import type { Job } from '../../messages.ts';

/** The pass of arrival `number`: each pass is one person and comes once. */
export function passOf({ passes, index, workers }: Job, number: number): string | undefined {
  return passes?.[(number - index) / workers];
}
