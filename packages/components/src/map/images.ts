import { SENTENCES } from '../alert-map/words.js';
import type { Lang } from '../i18n/words.js';
import { isColour, isLevel, SHAPES, SIGNS, type Level } from '../marks/level.js';
import type { Paint } from '../theme/paint.js';
import { fontStack } from '../theme/sheet.js';
import { BODY, HALF, HALF_OF_ALARM, halfOfCluster } from './symbol-geometry.js';

/** A picture for the GL map, `ratio` device pixels to one px. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface Brush {
  readonly paint: Paint;
  readonly lang: Lang;
  /** Size of symbols against a desk: 1. */
  readonly scale: number;
  readonly ratio: number;
}

export type Pen = CanvasRenderingContext2D;
type PointKind = keyof typeof BODY;
type Graded = Level | 'below';

const isGraded = (value: string): value is Graded => isLevel(value) || value === 'below';

/** Fill, sign and edge; ink where there is no level colour. */
const coloursOf = ({ level: graded, neutral }: Paint, level: Graded): { fill: string; on: string; edge: string } =>
  level !== 'below' && isColour(level)
    ? graded[level]
    : { fill: neutral.surface, on: neutral.text, edge: neutral['text-2'] };

/**
 * Draws what a name asks for: `symbol:<kind>:<level>:<flags>`, `select:<kind>`, `cluster:<level>:<flags>:<size>`,
 * `mark:<level>:<flags>`, `mark:numbered:<grade>`, `drill:<alone|beside>`, `pattern:<level>`. A level may be `below`: under all of them, so without
 * colour or mark. Flags: u = not acknowledged, s = stale, x = exercise, q = not judged. `undefined` for names of others.
 */
export function drawPicture(name: string, brush: Brush): Picture | undefined {
  const [what, first = '', second = '', third = ''] = name.split(':');
  if (what === 'pattern' && isLevel(first)) return pattern(first, brush);
  // Marks stand among labels and must claim no more room than they fill.
  if (what === 'mark' && isLevel(first))
    return onCanvas({ size: 24 * brush.scale, brush }, (pen) => {
      pen.scale(brush.scale, brush.scale);
      levelMark(pen, { level: first, x: 12, y: 12, size: 18, flags: second, brush });
    });
  if (what === 'mark' && first === 'numbered')
    return onCanvas({ size: 24 * brush.scale, brush }, (pen) => {
      pen.scale(brush.scale, brush.scale);
      numberMark(pen, second, brush);
    });
  if (what === 'drill' && (first === 'alone' || first === 'beside'))
    return onCanvas({ size: 36 * brush.scale, brush }, (pen) => {
      pen.scale(brush.scale, brush.scale);
      pen.translate(18, 18);
      if (first === 'alone') hatchedDisc(pen, brush);
      else hatch(pen, { x: 0, y: 10, width: 16, brush });
    });
  const draw = painter(what, { first, second, third, brush });
  if (!draw) return undefined;
  const half =
    what === 'cluster' ? halfOfCluster(Number(third)) : name.startsWith('symbol:alarm:') ? HALF_OF_ALARM : HALF;
  return onCanvas({ size: 2 * half * brush.scale, brush }, (pen) => {
    pen.translate(half * brush.scale, half * brush.scale);
    pen.scale(brush.scale, brush.scale);
    draw(pen);
  });
}

function painter(
  what: string | undefined,
  { first, second, third, brush }: { first: string; second: string; third: string; brush: Brush },
): ((pen: Pen) => void) | undefined {
  if (what === 'symbol' && first in BODY && isGraded(second))
    return (pen) => symbol(pen, { kind: first as PointKind, level: second, flags: third, brush });
  if (what === 'select' && first in BODY) return (pen) => selection(pen, first as PointKind, brush);
  if (what === 'cluster' && isGraded(first))
    return (pen) => cluster(pen, { level: first, flags: second, radius: Number(third), brush });
  return undefined;
}

/** A square picture of so many px, drawn by `draw`. */
export function onCanvas(
  { size, brush }: { size: number; brush: Brush },
  draw: (pen: Pen) => void,
): Picture | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(size * brush.ratio);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return undefined;
  pen.scale(brush.ratio, brush.ratio);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function silhouette(kind: PointKind): Path2D {
  const path = new Path2D();
  if (kind === 'alarm') path.roundRect(-11, -14, 22, 28, 11);
  else if (kind === 'report') {
    path.roundRect(-12, -27, 24, 21, 4);
    path.moveTo(-5, -6.5);
    path.lineTo(0, 0);
    path.lineTo(5, -6.5);
  } else {
    path.arc(0, -16, 13, Math.PI * 0.82, Math.PI * 0.18);
    path.quadraticCurveTo(8, -4, 0, 0);
    path.quadraticCurveTo(-8, -4, -12.4, -11);
    path.closePath();
  }
  return path;
}

function symbol(
  pen: Pen,
  { kind, level, flags, brush }: { kind: PointKind; level: Graded; flags: string; brush: Brush },
): void {
  const { neutral, edgePx } = brush.paint;
  const stale = flags.includes('s');
  const [x, y] = BODY[kind];
  if (flags.includes('u')) doubleRing(pen, { x, y, radius: 18.5, brush });
  if (flags.includes('x')) hatch(pen, { x, y: kind === 'alarm' ? 17 : 3, brush });
  const shape = silhouette(kind);
  const colours = coloursOf(brush.paint, level);
  pen.lineJoin = 'round';
  pen.strokeStyle = neutral.surface;
  pen.lineWidth = 5;
  pen.stroke(shape);
  pen.fillStyle = stale ? neutral.surface : colours.fill;
  pen.fill(shape);
  pen.strokeStyle = colours.edge;
  pen.lineWidth = stale ? 1.8 : Math.max(edgePx, colours.fill === neutral.surface ? 2 : 0);
  if (stale) pen.setLineDash([3, 2.2]);
  pen.stroke(shape);
  pen.setLineDash([]);
  pen.fillStyle = stale ? neutral.text : colours.on;
  pen.font = `700 14px ${fontStack}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(SENTENCES[brush.lang][`glyph.${kind}`], x, y + 0.5);
  if (level !== 'below') levelMark(pen, { level, x: x + 12, y: y - 13, size: level === 'red' ? 16 : 13, flags, brush });
}

/** The shape of a level, parted from what lies below it by a gap of the ground's colour. */
export function levelMark(
  pen: Pen,
  options: { level: Level; x: number; y: number; size: number; flags?: string; brush: Brush },
): void {
  const { level, x, y, size, flags = '', brush } = options;
  const hollow = flags.includes('s');
  const { neutral } = brush.paint;
  const colours = coloursOf(brush.paint, level);
  const shape = new Path2D(SHAPES[level]);
  pen.save();
  pen.translate(x - size / 2, y - size / 2);
  pen.scale(size / 16, size / 16);
  pen.lineJoin = 'round';
  pen.strokeStyle = neutral.surface;
  pen.lineWidth = 5;
  pen.stroke(shape);
  pen.fillStyle = hollow ? neutral.surface : colours.fill;
  pen.fill(shape);
  pen.strokeStyle = colours.edge;
  pen.lineWidth = 1.8;
  pen.stroke(shape);
  const sign = SIGNS[flags.includes('q') ? 'ungraded' : level];
  if (sign !== undefined) {
    pen.fillStyle = hollow ? colours.edge : colours.on;
    pen.fill(new Path2D(sign));
  }
  pen.restore();
}

/** A grade without a colour: its number in ink, as on its chip. */
function numberMark(pen: Pen, grade: string, { paint: { neutral } }: Brush): void {
  pen.fillStyle = neutral.surface;
  pen.strokeStyle = neutral.text;
  pen.lineWidth = 1.8;
  pen.beginPath();
  pen.roundRect(3, 3, 18, 18, 3);
  pen.fill();
  pen.stroke();
  pen.fillStyle = neutral.text;
  pen.font = `700 14px ${fontStack}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(grade, 12, 12.5);
}

/** Nobody has confirmed it yet: two rings of ink over a halo. */
function doubleRing(pen: Pen, { x, y, radius, brush }: { x: number; y: number; radius: number; brush: Brush }): void {
  const { surface, text } = brush.paint.neutral;
  const ring = (r: number, width: number, colour: string): void => {
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  };
  ring(radius + 2, 8, surface);
  ring(radius, 2, text);
  ring(radius + 4, 1, text);
}

/** A hatched foot: this is a drill. */
export function hatch(
  pen: Pen,
  { x, y, width = 26, brush }: { x: number; y: number; width?: number; brush: Brush },
): void {
  const foot = new Path2D();
  foot.rect(x - width / 2, y, width, 7);
  hatched(pen, { shape: foot, x, y, height: 7, edge: 1.5, brush });
}

/** A device on which a drill plays an alarm: the ring of an alarm, hatched. */
function hatchedDisc(pen: Pen, brush: Brush): void {
  const disc = new Path2D();
  disc.arc(0, 0, 7, 0, 2 * Math.PI);
  hatched(pen, { shape: disc, x: 0, y: -8, height: 16, edge: 2, brush });
}

/** A shape of the ground's colour with stripes of ink. */
function hatched(
  pen: Pen,
  options: { shape: Path2D; x: number; y: number; height: number; edge: number; brush: Brush },
): void {
  const { shape, x, y, height, edge, brush } = options;
  const { surface, text } = brush.paint.neutral;
  pen.save();
  pen.fillStyle = surface;
  pen.fill(shape);
  pen.strokeStyle = text;
  pen.lineWidth = edge;
  pen.stroke(shape);
  pen.clip(shape);
  pen.lineWidth = 2;
  for (let at = -34; at < 20; at += 6) {
    pen.beginPath();
    pen.moveTo(x + at, y + height);
    pen.lineTo(x + at + height, y);
    pen.stroke();
  }
  pen.restore();
}

function selection(pen: Pen, kind: PointKind, brush: Brush): void {
  const [x, y] = BODY[kind];
  const { focus } = brush.paint.neutral;
  const ring = (radius: number, width: number, colour: string): void => {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  };
  ring(30, 6, brush.paint.neutral['focus-gap']);
  ring(30, 3, focus);
}

/** A disc with the ring of its worst level; the count is drawn by the map. */
function cluster(
  pen: Pen,
  { level, flags, radius, brush }: { level: Graded; flags: string; radius: number; brush: Brush },
): void {
  const { neutral } = brush.paint;
  const width = level === 'red' ? 9 : 7;
  const { fill } = coloursOf(brush.paint, level);
  if (flags.includes('u')) doubleRing(pen, { x: 0, y: 0, radius: radius + 4, brush });
  if (flags.includes('x')) hatch(pen, { x: 0, y: radius + 1, brush });
  const disc = (r: number): void => {
    pen.beginPath();
    pen.arc(0, 0, r, 0, 2 * Math.PI);
  };
  disc(radius);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = neutral.text;
  pen.lineWidth = 1;
  pen.stroke();
  disc(radius - width + 2);
  pen.fillStyle = neutral.surface;
  pen.fill();
  pen.stroke();
  const diagonal = radius * 0.78;
  if (level !== 'below') levelMark(pen, { level, x: diagonal, y: -diagonal, size: level === 'red' ? 16 : 13, brush });
}

const TILE: { readonly [L in Level]?: number } = { red: 8, orange: 8, yellow: 10, blue: 12 };

/** A seamless tile: cross-hatch, diagonal, dots. Red is solid; what nobody graded has no pattern. */
function pattern(level: Level, brush: Brush): Picture | undefined {
  const size = TILE[level];
  if (size === undefined || !isColour(level)) return undefined;
  // A whole number of device pixels, or the tiles do not meet.
  const px = Math.round(size * brush.scale * brush.ratio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = px;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) return undefined;
  pen.strokeStyle = pen.fillStyle = brush.paint.level[level].edge;
  pen.lineWidth = px / size;
  const lines = (rising: boolean): void => {
    for (const shift of [-px, 0, px]) {
      pen.beginPath();
      pen.moveTo(shift - px, rising ? 2 * px : -px);
      pen.lineTo(shift + 2 * px, rising ? -px : 2 * px);
      pen.stroke();
    }
  };
  if (level === 'blue') {
    pen.beginPath();
    pen.arc(px / 2, px / 2, px / 7, 0, 2 * Math.PI);
    pen.fill();
  } else if (level !== 'red') {
    lines(true);
    if (level === 'orange') lines(false);
  }
  return pen.getImageData(0, 0, px, px);
}
