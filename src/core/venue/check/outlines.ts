import {
  areaOf,
  boundsOf,
  boundsTouch,
  outlinesOverlap,
  type Point,
  selfCrossing,
} from '../geometry/index.ts';
import { GEOMETRY, LIMITS } from '../limits.ts';
import type { Pieces, SectionPiece } from './pieces.ts';
import type { Path, ProblemList } from './problem-list.ts';

/** Outlines that are no polygons, and sections of one level that lie on one another (levels may: a balcony is above the stalls). */
export function checkOutlines(pieces: Pieces, problems: ProblemList): void {
  const corners = pieces.sections.reduce((sum, { section }) => sum + section.polygon.length, 0);
  if (corners > LIMITS.polygonPointsInAll) {
    problems.add(['levels'], `have ${corners} polygon corners in all; at most ${LIMITS.polygonPointsInAll}`);
    return;
  }
  for (const { path, feature } of pieces.features)
    checkOutline(feature.polygon, [...path, 'polygon'], problems);
  const sound = pieces.sections.filter(({ path, section }) =>
    checkOutline(section.polygon, [...path, 'polygon'], problems),
  );
  checkOverlaps(sound, problems);
}

function checkOutline(polygon: readonly Point[], path: Path, problems: ProblemList): boolean {
  const crossing = selfCrossing(polygon);
  if (crossing !== undefined) {
    problems.add(path, `edges ${crossing[0]} and ${crossing[1]} cross or touch`);
    return false;
  }
  if (areaOf(polygon) < GEOMETRY.tolerance) {
    problems.add(path, 'encloses no area');
    return false;
  }
  return true;
}

function checkOverlaps(sections: readonly SectionPiece[], problems: ProblemList): void {
  const placed = sections.map((piece) => ({ ...piece, bounds: boundsOf(piece.section.polygon) }));
  for (const [i, a] of placed.entries()) {
    for (const b of placed.slice(i + 1)) {
      if (a.levelIndex !== b.levelIndex || !boundsTouch(a.bounds, b.bounds)) continue;
      if (!outlinesOverlap(a.section.polygon, b.section.polygon, GEOMETRY.tolerance)) continue;
      problems.add([...b.path, 'polygon'], `overlaps section ${a.section.id} of the same level`);
    }
  }
}
