import type { Json } from '../json.js';

/** Steps of the grid that positions are moved to, in parts of a degree: 100 is 0.01°, about 1.1 km. */
export type Step = 100 | 1000;

/** Half the diagonal of a cell, rounded up, in metres: as far as a moved position may be from the true one, at any latitude. */
const OFF_M: { readonly [step in Step]: number } = { 100: 790, 1000: 79 };

/** The nearest crossing of the grid. All points around it give the same one, so that a moving thing tells no more than a still one. */
export const coarsen = (degrees: number, step: Step): number =>
  // Never -0, which is another one to who compares.
  Math.round(degrees * step) / step + 0;

/** A position and its accuracy, moved to the grid: the accuracy says that it was. What is no position gives nothing. */
export function coarsePosition(
  value: { readonly position?: Json; readonly accuracyM?: Json },
  step: Step,
): { readonly position?: Json; readonly accuracyM?: number } {
  const { position, accuracyM } = value;
  if (!Array.isArray(position) || !position.every((degrees) => typeof degrees === 'number')) return {};
  const stated = typeof accuracyM === 'number' ? accuracyM : 0;
  // Rounded: the stated accuracy, to its last digit, is a mark by which one thing is known again.
  return { position: position.map((degrees) => coarsen(degrees, step)), accuracyM: Math.ceil(stated) + OFF_M[step] };
}
