import { Box, Text } from 'ink';
import { createContext, type ReactNode, useContext } from 'react';

/** How things are painted: without colour, or faded because the numbers are old. Shapes and words tell the same without it. */
export interface Look {
  readonly colour: boolean;
  readonly stale: boolean;
}

export const LookContext = createContext<Look>({ colour: true, stale: false });

/** What a piece of text is, for those who see colour. Blue, yellow and cyan stay apart for every kind of colour vision. */
const COLOURS = {
  live: 'cyan',
  mark: 'yellow',
  available: 'white',
  held: 'yellow',
  inCheckout: 'cyan',
  sold: 'blue',
  good: 'cyan',
  warn: 'yellow',
  bad: 'redBright',
} as const;

export type Tone = keyof typeof COLOURS;

/** A piece of a line in its colour. */
export function In({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const { colour, stale } = useContext(LookContext);
  return colour && !stale ? <Text color={COLOURS[tone]}>{children}</Text> : <Text>{children}</Text>;
}

/** One line of the screen; what is too long is cut, so that the height stays. */
export function Line({ children }: { readonly children?: ReactNode }) {
  const { stale } = useContext(LookContext);
  return (
    <Text wrap="truncate-end" dimColor={stale}>
      {children ?? ' '}
    </Text>
  );
}

export interface Area {
  readonly columns: number;
  readonly rows: number;
}

/** A titled part of the screen with a height of its own; what does not fit is not shown. */
export function Panel({
  title,
  aside = '',
  area: { columns, rows },
  children,
}: {
  readonly title: string;
  /** Said at the right end of the title's line. */
  readonly aside?: string;
  readonly area: Area;
  readonly children: ReactNode;
}) {
  const shownAside = aside === '' ? '' : ` ${aside} `;
  const rule = '─'.repeat(Math.max(0, columns - title.length - shownAside.length - 6));
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden" flexShrink={0}>
      <Text wrap="truncate-end">
        <Text dimColor>── </Text>
        <Text bold>{title}</Text>
        <Text dimColor>
          {' '}
          {rule}
          {shownAside}──
        </Text>
      </Text>
      {children}
    </Box>
  );
}
