/** The style sheet's colours, for a canvas, which knows no style sheets. */
export interface Colours {
  readonly ground: string;
  readonly card: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  readonly accentInk: string;
  readonly focus: string;
  readonly taken: string;
  readonly stage: string;
  readonly pitch: string;
  readonly floor: string;
  readonly wall: string;
  readonly tiers: readonly string[];
}

const TIERS = 8;

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: read('ground'),
    card: read('card'),
    ink: read('ink'),
    quiet: read('quiet'),
    line: read('line'),
    accent: read('accent'),
    accentInk: read('accent-ink'),
    focus: read('focus'),
    taken: read('seat-taken'),
    stage: read('stage'),
    pitch: read('pitch'),
    floor: read('floor'),
    wall: read('line'),
    tiers: Array.from({ length: TIERS }, (_, index) => read(`tier-${index}`)),
  };
}

/** Calls back when the appearance changes, by the visitor or their device; answers how to stop. */
export function onAppearance(changed: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', changed);
    observer.disconnect();
  };
}
