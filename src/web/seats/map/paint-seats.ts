import type { Section } from '../../../core/venue/plan/index.ts';
import { type Bounds, overlaps } from '../../venue-map/index.ts';
import type { ShownState } from '../choice.ts';
import type { Camera } from './camera.ts';
import type { Picture } from './paint.ts';
import type { DrawnSeats } from './plan-index.ts';

type Canvas = CanvasRenderingContext2D;

/** Metres that a seat's sign takes. */
const SEAT_METRES = 0.42;
/** Pixels from which a seat is drawn as a sign instead of a dot, and from which it carries its number. */
const SIGN_FROM_PX = 8;
const NUMBER_FROM_PX = 17;

/** All seats of a section that the view shows. Dots first and in one colour at a time, since changing colours is what costs. */
export function paintSeats(
  canvas: Canvas,
  picture: Picture,
  section: Section,
  camera: Camera,
  view: Bounds,
): void {
  const { plan, stock, colours } = picture;
  const drawn = plan.seatsOf(section);
  const px = SEAT_METRES * camera.k * (section.kind === 'units' ? 2.4 : 1);
  const asSigns = px >= SIGN_FROM_PX;
  let style = '';
  for (const block of drawn.blocks) {
    if (!overlaps(block.bounds, view)) continue;
    for (let i = block.first; i < block.first + block.count; i += 1) {
      const [worldX, worldY] = [drawn.xs[i] ?? 0, drawn.ys[i] ?? 0];
      if (
        worldX < view.left - 1 ||
        worldX > view.right + 1 ||
        worldY < view.top - 1 ||
        worldY > view.bottom + 1
      )
        continue;
      const state = stock.shownAt(section, i);
      const x = worldX * camera.k + camera.x;
      const y = worldY * camera.k + camera.y;
      if (asSigns) {
        paintSign(canvas, picture, drawn, i, state, x, y, px);
        continue;
      }
      const colour =
        state === 'free'
          ? (colours.tiers[(drawn.tiers[i] ?? 0) % colours.tiers.length] ?? colours.accent)
          : state === 'mine' || state === 'chosen' || state === 'pending'
            ? colours.ink
            : colours.taken;
      if (colour !== style) {
        canvas.fillStyle = colour;
        style = colour;
      }
      // Size as well as colour tells free from taken.
      const side = state === 'free' ? px : state === 'mine' ? px * 1.5 : px * 0.45;
      canvas.fillRect(x - side / 2, y - side / 2, side, side);
    }
  }
  paintMark(canvas, picture, section, camera, px);
}

/** One seat close up. Every state has a form of its own: a disc, a square with a tick, a ring, a cross, a dot. */
function paintSign(
  canvas: Canvas,
  { colours }: Picture,
  drawn: DrawnSeats,
  index: number,
  state: ShownState,
  x: number,
  y: number,
  px: number,
): void {
  const r = px / 2;
  const seat = drawn.seats[index];
  if (state === 'free') {
    canvas.fillStyle = colours.tiers[(drawn.tiers[index] ?? 0) % colours.tiers.length] ?? colours.accent;
    const special = seat?.attributes.includes('wheelchair') === true;
    canvas.beginPath();
    if (special) canvas.rect(x - r, y - r, px, px);
    else canvas.arc(x, y, r, 0, 2 * Math.PI);
    canvas.fill();
    if (px >= NUMBER_FROM_PX && seat !== undefined) {
      canvas.fillStyle = colours.card;
      canvas.font = `600 ${px * 0.45}px system-ui, sans-serif`;
      canvas.textAlign = 'center';
      canvas.textBaseline = 'middle';
      canvas.fillText(special ? '♿' : seat.number.slice(0, 4), x, y);
    }
    return;
  }
  canvas.lineWidth = Math.max(1, px / 9);
  if (state === 'mine' || state === 'chosen') {
    canvas.fillStyle = state === 'mine' ? colours.ink : colours.card;
    canvas.strokeStyle = colours.ink;
    canvas.beginPath();
    canvas.rect(x - r, y - r, px, px);
    canvas.fill();
    canvas.stroke();
    canvas.strokeStyle = state === 'mine' ? colours.card : colours.ink;
    canvas.beginPath();
    canvas.moveTo(x - r * 0.5, y);
    canvas.lineTo(x - r * 0.1, y + r * 0.4);
    canvas.lineTo(x + r * 0.55, y - r * 0.4);
    canvas.stroke();
    return;
  }
  canvas.strokeStyle = state === 'pending' ? colours.ink : colours.quiet;
  canvas.beginPath();
  if (state === 'sold') {
    const s = r * 0.45;
    canvas.moveTo(x - s, y - s);
    canvas.lineTo(x + s, y + s);
    canvas.moveTo(x + s, y - s);
    canvas.lineTo(x - s, y + s);
  } else if (state === 'absent') canvas.rect(x - 0.5, y - 0.5, 1, 1);
  else canvas.arc(x, y, r * 0.6, 0, state === 'pending' ? 1.4 * Math.PI : 2 * Math.PI);
  canvas.stroke();
}

function paintMark(
  canvas: Canvas,
  { marked, colours }: Picture,
  section: Section,
  camera: Camera,
  px: number,
): void {
  if (marked?.sectionId !== section.id) return;
  canvas.strokeStyle = colours.focus;
  canvas.lineWidth = 3;
  canvas.beginPath();
  canvas.arc(marked.x * camera.k + camera.x, marked.y * camera.k + camera.y, px / 2 + 4, 0, 2 * Math.PI);
  canvas.stroke();
}
