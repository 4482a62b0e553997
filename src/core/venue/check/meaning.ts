import type { SeatedBlockDocument, SectionDocument } from '../document.ts';
import { LIMITS } from '../limits.ts';
import { checkIds, checkTiers } from './ids.ts';
import { checkOutlines } from './outlines.ts';
import type { Pieces, SectionPiece } from './pieces.ts';
import { checkBlockPlaces, isInside, type LevelSpots, levelSpots } from './places.ts';
import type { ProblemList } from './problem-list.ts';
import { checkBlockRows, checkExceptions, countSeats } from './rows.ts';

/** Everything a schema cannot say. Cheap checks first; seats are spelled out only when their number is bounded. */
export function meaningProblems(pieces: Pieces, problems: ProblemList): void {
  checkIds(pieces, problems);
  checkTiers(pieces, problems);
  checkOutlines(pieces, problems);

  const seatCount = pieces.sections.reduce((sum, { section }) => sum + sectionSeats(section), 0);
  if (seatCount > LIMITS.seats) {
    problems.add(['levels'], `describe ${seatCount} seats; at most ${LIMITS.seats}`);
    return;
  }
  const spotsByLevel = new Map<number, LevelSpots>();
  for (const piece of pieces.sections) {
    const spots = spotsByLevel.get(piece.levelIndex) ?? levelSpots();
    spotsByLevel.set(piece.levelIndex, spots);
    checkSection(piece, spots, problems);
  }
}

function sectionSeats(section: SectionDocument): number {
  if (section.kind === 'standing') return section.blocks.reduce((sum, block) => sum + block.capacity, 0);
  if (section.kind === 'units') return section.blocks.reduce((sum, block) => sum + block.units.length, 0);
  return section.blocks.reduce((sum, block) => sum + countSeats(block), 0);
}

function checkSection(piece: SectionPiece, spots: LevelSpots, problems: ProblemList): void {
  const { section, path } = piece;
  section.blocks.forEach((block, index) => {
    const blockPath = [...path, 'blocks', index];
    if ('rows' in block) checkSeatedBlock(piece, block, blockPath, spots, problems);
    if (!('units' in block)) return;
    block.units.forEach((unit, k) => {
      if (isInside(section.polygon, unit.at[0], unit.at[1])) return;
      problems.add([...blockPath, 'units', k, 'at'], `lies outside the polygon of section ${section.id}`);
    });
  });
}

function checkSeatedBlock(
  piece: SectionPiece,
  block: SeatedBlockDocument,
  path: readonly (string | number)[],
  spots: LevelSpots,
  problems: ProblemList,
): void {
  if (!checkBlockRows(block, path, problems)) return;
  checkExceptions(block, path, problems);
  checkBlockPlaces(piece, block, path, spots, problems);
}
