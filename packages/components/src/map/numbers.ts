import type { EntityId } from '@yingji/core';

/** Numbers for ids: features of GL carry numbers, and one thing keeps its number for the life of a map. */
export interface Numbers {
  of(id: EntityId): number;
  id(number: number): EntityId | undefined;
}

export function createNumbers(): Numbers {
  const numbers = new Map<EntityId, number>();
  const ids: EntityId[] = [];
  return {
    of(id) {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      ids.push(id);
      numbers.set(id, ids.length);
      return ids.length;
    },
    id: (number) => ids[number - 1],
  };
}
