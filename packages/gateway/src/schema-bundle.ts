import type { DefinedKind } from '@yingji/core';
import { isKindName, jsonSchema, schemas } from '@yingji/core/schemas';
import type { CityThresholds } from './config/thresholds.js';

/** Names of all kinds that a source may state: ours, and a host's own. */
export const kindNames = (own: readonly DefinedKind[]): string[] => [
  ...Object.keys(schemas),
  ...own.map(({ kind }) => kind.name),
];

/**
 * JSON Schema (2020-12) of one kind; nothing for one that is not known. That of a warning has `thresholds` as an annotation: by
 * whose rule a signal of each colour is due here. No warning is judged by them: its colour is what a bulletin states.
 */
export function kindSchema(
  name: string,
  own: readonly DefinedKind[],
  { rules, signals }: CityThresholds,
): object | undefined {
  const kind = isKindName(name) ? name : own.find((each) => each.kind.name === name);
  return kind && { ...jsonSchema(kind), ...(kind === 'warning' && { thresholds: { rules, signals } }) };
}

/** JSON Schema (2020-12) of all kinds in one document, each under `$defs`. */
export function schemaBundle(own: readonly DefinedKind[], thresholds: CityThresholds): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $defs: Object.fromEntries(kindNames(own).map((kind) => [kind, kindSchema(kind, own, thresholds)])),
  };
}
