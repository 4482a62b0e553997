import { Box, Text } from 'ink';
import { formatCount, formatDuration } from '../framework/index.ts';
import type { LoadProgress } from './run-load.ts';
import type { Second } from './series.ts';

/** One moment of a run, as numbers. */
export interface LoadSnapshot {
  readonly scenario: string;
  readonly target: string;
  readonly phase: LoadProgress['phase'];
  readonly ready: number;
  readonly wanted: number;
  readonly elapsedMs: number;
  readonly durationMs: number;
  readonly arrived: number;
  readonly planned: number;
  readonly requests: number;
  readonly errors: number;
  readonly underWay: number;
  /** Oldest first. */
  readonly seconds: readonly Second[];
}

const BARS = '▁▂▃▄▅▆▇█';
const WIDTH = 40;

export function LoadView({ snapshot }: { readonly snapshot: LoadSnapshot }) {
  const last = snapshot.seconds.at(-1);
  return (
    <Box flexDirection="column">
      <Text bold>
        {snapshot.scenario} <Text dimColor>{snapshot.target}</Text>
      </Text>
      {snapshot.phase === 'preparing' ? (
        <Text>
          letting shoppers in: {formatCount(snapshot.ready)} of {formatCount(snapshot.wanted)}
        </Text>
      ) : (
        <>
          <Time snapshot={snapshot} />
          <Row
            label="arrived"
            value={formatCount(snapshot.arrived)}
            note={`of ${formatCount(snapshot.planned)}`}
          />
          <Row
            label="under way"
            value={formatCount(snapshot.underWay)}
            spark={sparkline(snapshot.seconds, (each) => each.underWay)}
          />
          <Row
            label="requests/s"
            value={formatCount(last?.requests ?? 0)}
            spark={sparkline(snapshot.seconds, (each) => each.requests)}
          />
          <Row
            label="p50"
            value={milliseconds(last?.p50Ms)}
            spark={sparkline(snapshot.seconds, (each) => each.p50Ms ?? 0)}
          />
          <Row
            label="p99"
            value={milliseconds(last?.p99Ms)}
            spark={sparkline(snapshot.seconds, (each) => each.p99Ms ?? 0)}
          />
          <Row
            label="errors"
            value={formatCount(snapshot.errors)}
            note={`of ${formatCount(snapshot.requests)} requests`}
          />
        </>
      )}
    </Box>
  );
}

function Time({ snapshot }: { readonly snapshot: LoadSnapshot }) {
  const { elapsedMs, durationMs, phase } = snapshot;
  const filled = Math.round(WIDTH * Math.min(1, Math.max(0, elapsedMs / durationMs)));
  return (
    <Text>
      {(phase === 'finishing' ? 'finishing' : 'arrivals').padEnd(11)}
      {formatDuration(Math.max(0, elapsedMs)).padStart(12)} <Text color="green">{'█'.repeat(filled)}</Text>
      <Text dimColor>{'░'.repeat(WIDTH - filled)}</Text>
    </Text>
  );
}

function Row({
  label,
  value,
  spark = '',
  note = '',
}: {
  readonly label: string;
  readonly value: string;
  readonly spark?: string;
  readonly note?: string;
}) {
  return (
    <Text>
      {label.padEnd(11)}
      {value.padStart(12)} <Text color="cyan">{spark}</Text>
      <Text dimColor>{note}</Text>
    </Text>
  );
}

function milliseconds(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : `${value.toFixed(1)} ms`;
}

/** The last values as block characters, scaled to their largest. */
function sparkline(seconds: readonly Second[], read: (second: Second) => number): string {
  const shown = seconds.slice(-WIDTH).map(read);
  const top = Math.max(1, ...shown);
  return shown.map((value) => BARS[Math.round((value / top) * (BARS.length - 1))]).join('');
}
