import { Text } from 'ink';
import { type Area, Line, Panel } from './ink.tsx';

const LINES: readonly (readonly [string, string])[] = [
  ['p', 'pause the sale, or resume it; asks first'],
  ['t', 'change the target: shows what would come of it, and asks'],
  ['f', 'freeze the tuner: τ is held as it is; again to let it go on'],
  ['s', 'every section in numbers; ↑ ↓ choose, enter looks closer, o sorts'],
  ['esc', 'back'],
  ['q, ^C', 'leave; the sale goes on without the dashboard'],
  ['', ''],
  ['┄', 'the target, in the plot of live sessions'],
  ['░ ▒ ▓ █', 'free, held, in checkout, sold'],
  ['· ▁ … ▇', 'of a section: nothing taken, more and more; █ is all sold'],
  ['!', 'beyond its limit: live 5 % over the target, errors 1 %, ghost'],
  ['', 'seats 5 %, map age 15 s (p99); or a tuner that went away'],
  ['called', 'drawn when the house was full: they get the next free places'],
  ['told', 'what somebody who came now would read, and their odds'],
  ['ghost seats', 'seats that buyers clicked and that were gone'],
  ['τ, k', 'seconds in which the sale clock gains 1; from luck (k = 1) to FIFO'],
];

/** The keys, and the words and marks that need one. */
export function Help({ area }: { readonly area: Area }) {
  return (
    <Panel title="Help" area={area}>
      <Line />
      {LINES.map(([mark, means]) => (
        <Line key={`${mark}${means}`}>
          {' '}
          <Text bold>{mark.padEnd(13)}</Text>
          {means}
        </Line>
      ))}
    </Panel>
  );
}
