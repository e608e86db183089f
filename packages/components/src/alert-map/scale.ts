import type { Density } from '../controllers/surroundings.js';

/** Size of symbols against a desk. */
const SCALE: { readonly [D in Density]: number } = { phone: 1.15, desk: 1, wall: 2.2 };

/** How large symbols are drawn, by the room there is and what the page asks for with `--yj-scale`. */
export function scaleOf(box: HTMLElement, density: Density): number {
  const own = Number(getComputedStyle(box).getPropertyValue('--_scale'));
  return SCALE[density] * (own > 0 && own < Infinity ? own : 1);
}
