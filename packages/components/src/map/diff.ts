import type { Feature } from './features.js';

/** What changed between two sets of features, in the words of the GL source. */
export interface FeatureDiff {
  readonly add: readonly Feature[];
  readonly remove: readonly number[];
}

/** Changed features are added again: a source replaces what has the same id. `undefined` when nothing changed. */
export function diffFeatures(
  have: ReadonlyMap<number, Feature>,
  want: ReadonlyMap<number, Feature>,
): FeatureDiff | undefined {
  const add: Feature[] = [];
  const remove: number[] = [];
  for (const [id, feature] of want) {
    const before = have.get(id);
    if (before !== feature && (!before || JSON.stringify(before) !== JSON.stringify(feature))) add.push(feature);
  }
  for (const id of have.keys()) if (!want.has(id)) remove.push(id);
  return add.length + remove.length === 0 ? undefined : { add, remove };
}
