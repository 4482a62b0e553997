import { type Problem, UserError } from '../../errors/index.ts';
import { idPattern, type SectionDocument, type VenueDocument } from '../document.ts';
import { boundsOf } from '../geometry/index.ts';
import { LIMITS } from '../limits.ts';
import { validateVenue } from '../validate.ts';
import { checkConsistency } from './consistency.ts';
import { type Entry, readEntries } from './entries.ts';
import { readCsv } from './records.ts';
import { round } from './row-groups.ts';
import { drawSection, traceSection } from './sections.ts';
import { type ManifestTiers, tiersOf } from './tiers.ts';

export interface ManifestOptions {
  /** Id and name of the venue. */
  readonly id: string;
  readonly name: string;
  /** ISO 4217 code of the manifest's prices. */
  readonly currency: string;
}

/**
 * Makes a venue document from a CSV manifest with one line per seat or unit and per standing block; the columns are those of
 * docs/venue-format.md. Neighbouring seats become row descriptions; without positions the plan is drawn as straight rows.
 *
 * @throws UserError `MANIFEST_INVALID` with every problem and its line, and nothing half read.
 */
export function importManifest(csvText: string, options: ManifestOptions): VenueDocument {
  const problems = optionProblems(options);
  if (problems.length > 0) refuse(problems);
  const csv = readCsv(csvText);
  if (csv.lines.length > LIMITS.seats + 1)
    refuse([{ path: '', message: `there are more than ${LIMITS.seats} seats` }]);
  const entries = readEntries(csv, options.currency, problems);
  checkConsistency(entries, problems);
  if (problems.length > 0) refuse(problems);

  const tiers = tiersOf(entries, options.currency);
  const levels = entries.some((entry) => entry.kind !== 'standing' && entry.at !== undefined)
    ? levelsOf(entries, (section) => traceSection(section, tiers))
    : drawLevels(entries, tiers);
  const document: VenueDocument = {
    format: 'tix-venue/1',
    ...options,
    focus: focusOf(levels),
    tiers: [...tiers.tiers],
    levels,
  };
  const validation = validateVenue(document);
  if (!validation.ok) refuse(validation.problems);
  return document;
}

function refuse(problems: readonly Problem[]): never {
  const shown = problems.slice(0, LIMITS.problems);
  const unlisted = problems.length - shown.length;
  const rest = unlisted > 0 ? [{ path: '', message: `${unlisted} more problems are not listed` }] : [];
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  throw new UserError('MANIFEST_INVALID', `The manifest has ${count}.`, [...shown, ...rest]);
}

function optionProblems({ id, name, currency }: ManifestOptions): Problem[] {
  const problems: Problem[] = [];
  if (!idPattern.test(id))
    problems.push({ path: 'id', message: 'must be 1 to 24 letters, digits, dots, underscores or hyphens' });
  if (name.length < 1 || name.length > 80)
    problems.push({ path: 'name', message: 'must be 1 to 80 characters' });
  if (!/^[A-Z]{3}$/.test(currency))
    problems.push({ path: 'currency', message: 'must be a three-letter ISO 4217 code' });
  return problems;
}

type LevelDocument = VenueDocument['levels'][number];

function levelsOf(
  entries: readonly Entry[],
  section: (entries: readonly Entry[]) => SectionDocument,
): LevelDocument[] {
  return [...Map.groupBy(entries, (entry) => entry.level)].map(([id, ofLevel]) => ({
    id,
    sections: [...Map.groupBy(ofLevel, (entry) => entry.section).values()].map(section),
  }));
}

const BETWEEN_M = 2;

/** Sections on shelves from left to right, a level below the other. */
function drawLevels(entries: readonly Entry[], tiers: ManifestTiers): LevelDocument[] {
  const drawings = new Map(
    [...Map.groupBy(entries, (entry) => entry.section)].map(([id, section]) => [
      id,
      drawSection(section, tiers),
    ]),
  );
  const area = [...drawings.values()].reduce(
    (sum, { width, height }) => sum + (width + BETWEEN_M) * (height + BETWEEN_M),
    0,
  );
  const shelfWidth = Math.max(40, 1.6 * Math.sqrt(area));
  let x = 0;
  let y = BETWEEN_M;
  let shelfHeight = 0;
  let level = entries[0]?.level;
  return levelsOf(entries, (section) => {
    const [first] = section;
    const drawing = drawings.get(first?.section ?? '') ?? drawSection(section, tiers);
    if (first?.level !== level || (x > 0 && x + drawing.width > shelfWidth)) {
      x = 0;
      y += shelfHeight + BETWEEN_M;
      shelfHeight = 0;
      level = first?.level;
    }
    const drawn = drawing.at(x, y);
    x += drawing.width + BETWEEN_M;
    shelfHeight = Math.max(shelfHeight, drawing.height);
    return drawn;
  });
}

/** Manifests do not say where the stage is: the middle of the front edge of the plan. */
function focusOf(levels: readonly LevelDocument[]): [number, number] {
  const { minX, maxX, minY } = boundsOf(
    levels.flatMap((level) => level.sections.flatMap((section) => section.polygon)),
  );
  return [round((minX + maxX) / 2), round(minY)];
}
