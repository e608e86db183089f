import type { DefinedKind } from '@yingji/core';
import { isKindName, jsonSchema, schemas } from '@yingji/core/schemas';

/** Names of all kinds that a source may state: ours, and a host's own. */
export const kindNames = (own: readonly DefinedKind[]): string[] => [
  ...Object.keys(schemas),
  ...own.map(({ kind }) => kind.name),
];

/** JSON Schema (2020-12) of one kind; nothing for one that is not known. */
export function kindSchema(name: string, own: readonly DefinedKind[]): object | undefined {
  const kind = isKindName(name) ? name : own.find((each) => each.kind.name === name);
  return kind && jsonSchema(kind);
}

/** JSON Schema (2020-12) of all kinds in one document, each under `$defs`. */
export function schemaBundle(own: readonly DefinedKind[]): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $defs: Object.fromEntries(kindNames(own).map((kind) => [kind, kindSchema(kind, own)])),
  };
}
