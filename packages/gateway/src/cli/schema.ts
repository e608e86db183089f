import { isKindName, jsonSchema } from '@yingji/core/schemas';
import { kindNames, schemaBundle } from '../schema-bundle.js';
import { oneOf, readArgs } from './args.js';
import type { CliCommand } from './io.js';

/** Prints JSON Schema of one kind, or of all. */
export const schema: CliCommand = {
  usage: 'schema [kind]',
  about: 'print JSON Schema (2020-12) of one kind, or of all of them',
  async run(args, io) {
    const [kind] = readArgs(args, {}, { most: 1 }).positionals;
    const name = kind === undefined ? undefined : oneOf(kind, kindNames, 'kind');
    const document = name !== undefined && isKindName(name) ? jsonSchema(name) : schemaBundle();
    io.out(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  },
};
