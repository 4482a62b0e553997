import type { OperationsSnapshot } from '../../../service/operations/index.ts';
import type { SectionOrder } from './state.ts';

export type Section = OperationsSnapshot['seats']['sections'][number];

/** Sections as the venue has them, or the fullest first. */
export function orderedSections({ seats }: OperationsSnapshot, order: SectionOrder): readonly Section[] {
  if (order === 'venue') return seats.sections;
  return [...seats.sections].sort((a, b) => takenShare(b) - takenShare(a));
}

export function takenShare({ total, available }: Section): number {
  return total > 0 ? 1 - available / total : 0;
}
