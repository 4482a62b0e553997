import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
type Painter = (text: string) => string;

/** Colours for one stream; every painter leaves the text alone when the stream shows none. */
export type Paint = Readonly<Record<Style, Painter>>;

/**
 * Whether a stream gets colour: FORCE_COLOR decides when it is set (`0` and `false` mean no), then NO_COLOR (https://no-color.org),
 * then whether the stream is a terminal that can show any.
 */
export function wantsColour(env: NodeJS.ProcessEnv, isTTY: boolean): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return isTTY && env.TERM !== 'dumb';
}

export function paintFor(colour: boolean): Paint {
  const painter =
    (style: Style): Painter =>
    (text) =>
      colour ? styleText(style, text, { validateStream: false }) : text;
  return {
    bold: painter('bold'),
    dim: painter('dim'),
    red: painter('red'),
    green: painter('green'),
    yellow: painter('yellow'),
    cyan: painter('cyan'),
  };
}
