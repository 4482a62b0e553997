import type { Pieces } from './pieces.ts';
import type { Path, ProblemList } from './problem-list.ts';

/** Names every JavaScript object answers to: harmless here, a trap for whoever keys a plain object by section or block. */
const RESERVED = new Set(Object.getOwnPropertyNames(Object.prototype));

export function checkIds(pieces: Pieces, problems: ProblemList): void {
  distinct('tier', pieces.tiers, problems);
  distinct('level', pieces.levels, problems);
  distinct(
    'section',
    pieces.sections.map(({ path, section }) => ({ path, id: section.id })),
    problems,
  );
  for (const { path, section } of pieces.sections) {
    distinct(
      'block',
      section.blocks.map((block, index) => ({ path: [...path, 'blocks', index], id: block.id })),
      problems,
    );
    section.blocks.forEach((block, index) => {
      if (!('units' in block)) return;
      const units = block.units.map((unit, k) => ({
        path: [...path, 'blocks', index, 'units', k],
        id: unit.id,
      }));
      distinct('unit', units, problems);
    });
  }
}

function distinct(what: string, entries: readonly { path: Path; id: string }[], problems: ProblemList): void {
  const seen = new Set<string>();
  for (const { path, id } of entries) {
    if (seen.has(id)) problems.add([...path, 'id'], `${what} id ${id} occurs more than once`);
    if (RESERVED.has(id)) problems.add([...path, 'id'], `${id} is a reserved word`);
    seen.add(id);
  }
}

export function checkTiers(pieces: Pieces, problems: ProblemList): void {
  const known = new Set(pieces.tiers.map((tier) => tier.id));
  const expectKnown = (path: Path, tier: string | undefined): void => {
    if (tier !== undefined && !known.has(tier)) problems.add(path, `there is no price tier ${tier}`);
  };
  for (const { path, section } of pieces.sections) {
    expectKnown([...path, 'tier'], section.tier);
    section.blocks.forEach((block, index) => {
      const blockPath = [...path, 'blocks', index];
      if ('units' in block)
        for (const [k, unit] of block.units.entries())
          expectKnown([...blockPath, 'units', k, 'tier'], unit.tier);
      if ('capacity' in block) expectKnown([...blockPath, 'tier'], block.tier);
      if (!('rows' in block)) return;
      block.rows.forEach((group, k) => {
        for (const tier of new Set([group.tier ?? []].flat()))
          expectKnown([...blockPath, 'rows', k, 'tier'], tier);
      });
      for (const [k, exception] of (block.exceptions ?? []).entries())
        expectKnown([...blockPath, 'exceptions', k, 'tier'], exception.tier);
    });
  }
}
