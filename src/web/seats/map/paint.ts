import type { Point, VenueSeat } from '../../../core/venue/plan/index.ts';
import type { Format } from '../../i18n/index.ts';
import type { Stock } from '../stock.ts';
import { type Camera, type Scale, type Size, scaleOf, seen } from './camera.ts';
import type { Colours } from './colours.ts';
import { paintSeats } from './paint-seats.ts';
import type { DrawnSection, PlanIndex } from './plan-index.ts';

export interface Picture {
  readonly plan: PlanIndex;
  readonly stock: Stock;
  readonly colours: Colours;
  readonly format: Format;
  /** The seat the keyboard is at. */
  readonly marked: VenueSeat | undefined;
}

type Canvas = CanvasRenderingContext2D;

const LABEL_LEAST_PX = 9;
const LABEL_MOST_PX = 15;

/** Paints what the camera sees, at the scale it sees it: sections, blocks or seats. `ratio` is device pixels per CSS pixel. */
export function paint(canvas: Canvas, picture: Picture, camera: Camera, size: Size, ratio: number): void {
  const { plan, colours } = picture;
  canvas.setTransform(ratio, 0, 0, ratio, 0, 0);
  canvas.fillStyle = colours.ground;
  canvas.fillRect(0, 0, size.width, size.height);
  const scale = scaleOf(camera);
  const view = seen(camera, size);
  const visible = plan.sectionsIn(view);
  for (const drawn of visible) paintGround(canvas, picture, drawn, camera, scale);
  for (const drawn of visible) {
    const asSeats = scale === 'seats' && drawn.section.kind !== 'standing';
    if (asSeats) paintSeats(canvas, picture, drawn.section, camera, view);
    else if (scale === 'blocks' && drawn.section.kind === 'seated')
      paintBlocks(canvas, picture, drawn, camera);
    if (!asSeats) paintLabel(canvas, picture, drawn, camera);
  }
}

/** How full a section is, as the strength of its colour; the label says it in figures. */
function strengthOf(free: number, total: number): number {
  return free === 0 ? 0 : 0.35 + 0.65 * Math.sqrt(free / Math.max(1, total));
}

function paintGround(
  canvas: Canvas,
  picture: Picture,
  drawn: DrawnSection,
  camera: Camera,
  scale: Scale,
): void {
  const { colours, stock } = picture;
  const { section, tierIndex } = drawn;
  outline(canvas, section.polygon, camera);
  const flat = scale !== 'sections' && section.kind !== 'standing';
  canvas.fillStyle = flat ? colours.card : colours.taken;
  canvas.fill();
  if (!flat) {
    canvas.globalAlpha = strengthOf(stock.freeIn(section), section.seatCount);
    canvas.fillStyle = colours.tiers[tierIndex % colours.tiers.length] ?? colours.accent;
    canvas.fill();
    canvas.globalAlpha = 1;
  }
  canvas.strokeStyle = flat ? colours.line : colours.ground;
  canvas.lineWidth = 1;
  canvas.stroke();
}

function paintBlocks(canvas: Canvas, picture: Picture, { section }: DrawnSection, camera: Camera): void {
  const { plan, stock, colours } = picture;
  const { blocks, tiers } = plan.seatsOf(section);
  for (const block of blocks) {
    outline(canvas, block.outline, camera);
    canvas.fillStyle = colours.taken;
    canvas.fill();
    canvas.globalAlpha = strengthOf(stock.freeIn(section, block.first, block.count), block.count);
    canvas.fillStyle = colours.tiers[(tiers[block.first] ?? 0) % colours.tiers.length] ?? colours.accent;
    canvas.fill();
    canvas.globalAlpha = 1;
  }
}

function paintLabel(
  canvas: Canvas,
  picture: Picture,
  { section, centre, room }: DrawnSection,
  camera: Camera,
): void {
  const { stock, colours, format } = picture;
  const free = stock.freeIn(section);
  const lines = labelFor(section.name, free === 0 ? '×' : format.number(free), room * camera.k);
  if (lines === undefined) return;
  const [sx, sy] = [centre[0] * camera.k + camera.x, centre[1] * camera.k + camera.y];
  canvas.textAlign = 'center';
  canvas.textBaseline = 'middle';
  canvas.font = `700 ${lines.px}px system-ui, sans-serif`;
  lines.texts.forEach((line, i) => {
    const at = sy + (i - (lines.texts.length - 1) / 2) * lines.px * 1.15;
    // A rim in the card's colour keeps the figures readable on every strength of every colour.
    canvas.lineWidth = 3;
    canvas.strokeStyle = colours.card;
    canvas.strokeText(line, sx, at);
    canvas.fillStyle = colours.ink;
    canvas.fillText(line, sx, at);
  });
}

/** Width of a figure, as a share of its height. */
const FIGURE = 0.66;

/** What fits into a circle of so many pixels: name and count, the name alone, or nothing. */
function labelFor(
  name: string,
  count: string,
  roomPx: number,
): { readonly texts: readonly string[]; readonly px: number } | undefined {
  const both = Math.min(LABEL_MOST_PX, roomPx / 2.4, roomPx / (FIGURE * Math.max(name.length, count.length)));
  if (both >= LABEL_LEAST_PX) return { texts: [name, count], px: both };
  const alone = Math.min(LABEL_MOST_PX, roomPx / 1.2, roomPx / (FIGURE * name.length));
  return alone >= LABEL_LEAST_PX ? { texts: [name], px: alone } : undefined;
}

function outline(canvas: Canvas, points: readonly Point[], { k, x, y }: Camera): void {
  canvas.beginPath();
  for (const [px, py] of points) canvas.lineTo(px * k + x, py * k + y);
  canvas.closePath();
}
