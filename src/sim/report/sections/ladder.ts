import { dataTable, type Markup, markup } from '../../page/index.ts';
import { count, percent } from '../../words.ts';
import type { SimulationReport } from '../simulation-report.ts';

/** What the abuse ladder costs honest people, and cheats. */
export function ladderTable({ ladder }: SimulationReport): Markup {
  const rows = [...ladder.classes, ...ladder.attackers].map(
    ({ name, sampled, warned, lockedOut, firstSignal }) => [
      name,
      count(sampled),
      percent(warned.value),
      percent(warned.high),
      percent(lockedOut.value),
      percent(lockedOut.high),
      firstSignal ?? '',
    ],
  );
  const columns = [
    'who',
    'sampled',
    'warned',
    'warned, at most',
    'locked out',
    'locked out, at most',
    'first signal',
  ];
  return markup`<h3 class="table">What the abuse ladder does</h3>
<p>A warning asks for more work and a human check, a lock-out for waiting a while; neither takes anybody’s place. “At most” is the end of the 95 % interval.</p>
${dataTable('What the abuse ladder does', { columns, words: ['first signal'], rows })}`;
}
