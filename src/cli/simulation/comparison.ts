import { type ComparedMeasure, type Comparison, figure } from '../../sim/index.ts';
import { formatCount, table, type View } from '../framework/index.ts';

/** Two results side by side; a change that is more than chance is marked. */
export function renderComparison({ first, second, measures }: Comparison, { paint }: View): string {
  const right = 'right' as const;
  const head = [first, second].map(
    ({ name, design, seed, tokens }, i) =>
      `${i === 0 ? 'A' : 'B'}  ${paint.bold(name)}  ${formatCount(tokens)} tokens, seed ${seed}${design === 'tix' ? '' : `, design ${design}`}`,
  );
  const rows = measures.map((measure) => [
    measure.path,
    shown(measure.first),
    shown(measure.second),
    measure.change === null ? '' : `${measure.change > 0 ? '+' : ''}${figure(measure.change)}`,
    measure.isReal === true ? paint.yellow('real') : '',
  ]);
  return [
    ...head,
    '',
    table(
      [
        { heading: 'measure' },
        { heading: 'A', align: right },
        { heading: 'B', align: right },
        { heading: 'change', align: right },
        { heading: '' },
      ],
      rows,
    ),
    '',
    'real: the 95 % intervals do not meet',
  ].join('\n');
}

function shown(quantity: ComparedMeasure['first']): string {
  return quantity === null ? '' : figure(quantity.value);
}
