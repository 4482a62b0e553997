import { Box, Text } from 'ink';
import { formatCount } from '../framework/index.ts';
import type { DemoPhase } from './run-demo.ts';

/** One moment of a running demo, as numbers. */
export interface DemoSnapshot {
  readonly phase: DemoPhase;
  readonly seats: number;
  readonly seatsSeeded: number;
  readonly buyers: number;
  readonly arrived: number;
  readonly waiting: number;
  readonly admitted: number;
  readonly shopping: number;
  readonly sold: number;
  readonly requestsPerSecond: number;
  /** Seconds since the opening; negative before it. */
  readonly saleSeconds: number;
  /** Live shoppers, one number per look, oldest first. */
  readonly shoppingHistory: readonly number[];
}

const PHASES: Readonly<Record<DemoPhase, string>> = {
  seeding: 'putting the seats into the store',
  starting: 'starting the server',
  presale: 'the first people arrive',
  open: 'the sale is open',
  closing: 'the doors are closed, the last shoppers finish',
  settling: 'the last payments are settled',
  auditing: 'auditing every seat and payment',
};

const BARS = '▁▂▃▄▅▆▇█';
const WIDTH = 40;

export function LiveView({ snapshot }: { readonly snapshot: DemoSnapshot }) {
  const { phase, saleSeconds } = snapshot;
  const clock = phase === 'seeding' || phase === 'starting' ? '' : ` ${saleSeconds.toFixed(0)} s`;
  return (
    <Box flexDirection="column">
      <Text bold>
        {PHASES[phase]}
        <Text dimColor>{clock}</Text>
      </Text>
      <Bar label="seeded" part={snapshot.seatsSeeded} whole={snapshot.seats} />
      <Bar label="arrived" part={snapshot.arrived} whole={snapshot.buyers} />
      <Bar label="waiting" part={snapshot.waiting} whole={snapshot.buyers} />
      <Bar label="let in" part={snapshot.admitted} whole={snapshot.buyers} />
      <Bar label="seats sold" part={snapshot.sold} whole={snapshot.seats} />
      <Text>
        {'shopping'.padEnd(11)}
        {formatCount(snapshot.shopping).padStart(8)}{' '}
        <Text color="cyan">{sparkline(snapshot.shoppingHistory)}</Text>
      </Text>
      <Text>
        {'requests'.padEnd(11)}
        {formatCount(snapshot.requestsPerSecond).padStart(8)} a second
      </Text>
    </Box>
  );
}

function Bar({
  label,
  part,
  whole,
}: {
  readonly label: string;
  readonly part: number;
  readonly whole: number;
}) {
  const filled = whole === 0 ? 0 : Math.round((WIDTH * Math.min(part, whole)) / whole);
  return (
    <Text>
      {label.padEnd(11)}
      {formatCount(part).padStart(8)} <Text color="green">{'█'.repeat(filled)}</Text>
      <Text dimColor>{'░'.repeat(WIDTH - filled)}</Text>
    </Text>
  );
}

/** The last values as block characters, scaled to their largest. */
function sparkline(values: readonly number[]): string {
  const shown = values.slice(-WIDTH);
  const top = Math.max(1, ...shown);
  return shown.map((value) => BARS[Math.round((value / top) * (BARS.length - 1))]).join('');
}
