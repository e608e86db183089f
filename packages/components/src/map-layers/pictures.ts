import { isRegister } from './register-queries.js';
import type { Drawing } from '../alert-map/map-host.js';
import type { Brush, Pen, Picture } from '../map/images.js';
import { isLevel, LEVELS, type Level } from '../marks/level.js';
import { fontStack } from '../theme/sheet.js';
import { GLYPH_AT, OUTLINES } from './shapes.js';
import type { Thing } from './thing.js';
import { registerSentences, type RegisterKey } from './words.js';

/** The picture of a thing: outline, glyph, grade and states in one name. Flags as {@link drawThing} reads them. */
export function pictureName({ layer, glyph, level, standing, full, placed, stale, exercise, unjudged }: Thing): string {
  const states = { plain: '', active: 'a', planned: 'p', idle: 'o', unsaid: 'n' };
  const flags = `${states[standing]}${full ? 'f' : ''}${placed ? 'd' : ''}${stale ? 's' : ''}${exercise ? 'x' : ''}${unjudged ? 'q' : ''}`;
  return `thing:${layer}:${glyph}:${level ?? ''}:${flags}`;
}

/**
 * Draws what a name asks for: `thing:<layer>:<glyph>:<level>:<flags>`, `things:<layer>:<rank of the worst>`, `thing-hatch`. Flags: a = in
 * use or in place, p = planned, o = off, n = nobody said, f = full, d = drawn where its place is, s = stale, x = exercise, q = not judged.
 */
export function drawThing(name: string, brush: Brush, drawing: Drawing): Picture | undefined {
  const [what, layer = '', third = '', level = '', flags = ''] = name.split(':');
  if (what === 'thing-hatch') return hatchTile(brush, drawing);
  if (!isRegister(layer)) return undefined;
  const { scale } = brush;
  const draw = (paint: (pen: Pen) => void): Picture | undefined =>
    drawing.onCanvas({ size: 52 * scale, brush }, (pen) => {
      pen.scale(scale, scale);
      pen.translate(26, 26);
      pen.lineJoin = 'round';
      paint(pen);
    });
  const shape = new Path2D(OUTLINES[layer]);
  if (what === 'things') {
    const worst = LEVELS[Number(third)];
    return draw((pen) => {
      pen.scale(1.3, 1.3);
      outline(pen, shape, { brush, fill: brush.paint.neutral.surface, edge: brush.paint.neutral.text, dash: [] });
      pen.scale(1 / 1.3, 1 / 1.3);
      if (worst) mark(pen, { level: worst, flags: '', brush, drawing });
    });
  }
  if (what !== 'thing') return undefined;
  return draw((pen) => {
    const graded = isLevel(level) ? level : undefined;
    if (flags.includes('x')) drawing.hatch(pen, { x: 0, y: 13, brush });
    const on = body(pen, shape, { level: graded, flags, brush });
    const [x, y] = GLYPH_AT[layer];
    pen.fillStyle = on;
    pen.font = `700 12px ${fontStack}`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(registerSentences[brush.lang][third as RegisterKey] ?? '', x, y);
    if (flags.includes('f')) {
      pen.fillRect(-10, 7, 20, 3);
    }
    if (graded) mark(pen, { level: graded, flags, brush, drawing });
    else if (/[nq]/.test(flags)) mark(pen, { level: 'ungraded', flags: 'q', brush, drawing });
  });
}

/** Fill and edge; gives the colour of what is written on it. */
function body(
  pen: Pen,
  shape: Path2D,
  { level, flags, brush }: { level: Level | undefined; flags: string; brush: Brush },
): string {
  const { neutral, level: levels } = brush.paint;
  const colours = level && level !== 'ungraded' ? levels[level] : undefined;
  const hollow = /[sonqp]/.test(flags);
  const active = flags.includes('a') && !hollow;
  const fill = hollow ? neutral.surface : (colours?.fill ?? (active ? neutral.text : neutral.surface));
  const edge = colours?.edge ?? neutral.text;
  // Dots: not there yet, or nobody said where. Dashes: silent, off, or nobody said how.
  const dash = /[pd]/.test(flags) ? [1.6, 2] : /[sonq]/.test(flags) ? [3, 2.2] : [];
  outline(pen, shape, { brush, fill, edge, dash });
  return hollow ? neutral.text : (colours?.on ?? (active ? neutral.surface : neutral.text));
}

function outline(
  pen: Pen,
  shape: Path2D,
  { brush, fill, edge, dash }: { brush: Brush; fill: string; edge: string; dash: readonly number[] },
): void {
  const { neutral, edgePx } = brush.paint;
  pen.strokeStyle = neutral.surface;
  pen.lineWidth = 5;
  pen.stroke(shape);
  pen.fillStyle = fill;
  pen.fill(shape);
  pen.strokeStyle = edge;
  pen.lineWidth = Math.max(edgePx, 1.8);
  pen.setLineDash([...dash]);
  pen.stroke(shape);
  pen.setLineDash([]);
}

const mark = (
  pen: Pen,
  { level, flags, brush, drawing }: { level: Level; flags: string; brush: Brush; drawing: Drawing },
): void =>
  drawing.levelMark(pen, {
    ...{ level, x: 13, y: -11, brush },
    size: level === 'red' ? 16 : 13,
    flags: `${/[sonq]/.test(flags) ? 's' : ''}${flags.includes('q') ? 'q' : ''}`,
  });

/** What is closed, in ink: no level has this pattern. */
function hatchTile(brush: Brush, drawing: Drawing): Picture | undefined {
  return drawing.onCanvas({ size: 12 * brush.scale, brush }, (pen) => {
    const side = 12 * brush.scale;
    pen.strokeStyle = brush.paint.neutral.text;
    pen.lineWidth = 1.2 * brush.scale;
    for (const at of [-side, 0, side]) {
      pen.beginPath();
      pen.moveTo(at, 0);
      pen.lineTo(at + side, side);
      pen.stroke();
    }
  });
}
