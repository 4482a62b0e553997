import ts from 'typescript';
import { expect, test } from 'vitest';
import { nodesOf, parse, placeOf, productSources } from './sources.ts';

/** Where time and chance may enter, with the reason. Everything else is handed a clock or a source of randomness. */
const MAY_READ_THE_WORLD: Readonly<Record<string, string>> = {
  'src/service/adapters/system/': 'the adapters of Clock and Random',
  'src/edge/functions/':
    'the platform hands an edge function no clock but Date, which stands still during one call',
  'src/web/platform/': 'the same for the pages in a browser',
};

const FORBIDDEN_CALLS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.getRandomValues',
  'randomUUID',
  'randomBytes',
]);

test('time and randomness come in through the ports, so that any run can be replayed', () => {
  const readings = productSources()
    .filter((path) => !Object.keys(MAY_READ_THE_WORLD).some((allowed) => path.startsWith(allowed)))
    .flatMap((path) => {
      const file = parse(path);
      return [...nodesOf(file)]
        .filter(readsTheWorld)
        .map((node) => `${placeOf(file, node)} ${node.getText()}`);
    });
  expect(readings).toEqual([]);
});

test('the pure core starts no timers', () => {
  const timers = productSources()
    .filter((path) => path.startsWith('src/core/'))
    .flatMap((path) => {
      const file = parse(path);
      return [...nodesOf(file)]
        .filter(
          (node) =>
            ts.isCallExpression(node) && /^set(Timeout|Interval|Immediate)$/.test(node.expression.getText()),
        )
        .map((node) => placeOf(file, node));
    });
  expect(timers).toEqual([]);
});

function readsTheWorld(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return FORBIDDEN_CALLS.has(node.expression.getText());
  return (
    ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0
  );
}
