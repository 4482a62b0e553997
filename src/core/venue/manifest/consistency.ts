import type { Problem } from '../../errors/index.ts';
import type { Entry } from './entries.ts';

/** What lines say against one another, with the line that says it second. */
export function checkConsistency(entries: readonly Entry[], problems: Problem[]): void {
  const seats = new Map<string, Entry>();
  const sections = new Map<string, Entry>();
  for (const entry of entries) {
    const path = `line ${entry.line}`;
    const seatId = [entry.section, entry.block, entry.row, entry.seat].join('#');
    const twin = seats.get(seatId);
    if (twin !== undefined) {
      const what = entry.kind === 'standing' ? `standing block ${entry.block}` : `seat ${seatId}`;
      problems.push({ path, message: `${what} was on line ${twin.line} already` });
    }
    seats.set(seatId, entry);
    const first = sections.get(entry.section);
    if (first === undefined) sections.set(entry.section, entry);
    else checkSection(entry, first, path, problems);
  }
  const placed = entries.find((entry) => entry.kind !== 'standing' && entry.at !== undefined);
  const unplaced = entries.find((entry) => entry.kind !== 'standing' && entry.at === undefined);
  if (placed === undefined || unplaced === undefined) return;
  problems.push({
    path: `line ${unplaced.line}`,
    message: `has no x and y, and line ${placed.line} has: give them for all seats or for none`,
  });
}

function checkSection(entry: Entry, first: Entry, path: string, problems: Problem[]): void {
  const section = `section ${entry.section}`;
  const seen = `on line ${first.line}`;
  if (entry.level !== first.level)
    problems.push({ path, message: `${section} was in level ${first.level} ${seen}` });
  if (entry.kind !== first.kind)
    problems.push({ path, message: `${section} was of kind ${first.kind} ${seen}` });
  if (entry.sectionName !== first.sectionName) {
    problems.push({ path, message: `${section} was written "${first.sectionName.slice(0, 40)}" ${seen}` });
  }
}
