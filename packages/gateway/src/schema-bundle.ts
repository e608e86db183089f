import { isKindName, jsonSchema, schemas, type KindName } from '@yingji/core/schemas';

export const kindNames: readonly KindName[] = Object.keys(schemas).filter(isKindName);

/** JSON Schema (2020-12) of all kinds in one document, each under `$defs`. */
export function schemaBundle(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $defs: Object.fromEntries(kindNames.map((kind) => [kind, jsonSchema(kind)])),
  };
}
