import type { DefinedKind } from '@yingji/core';
import { loadKinds } from '../config/load-kinds.js';
import { kindNames, kindSchema, schemaBundle } from '../schema-bundle.js';
import { oneOf, readArgs } from './args.js';
import { configured } from './configured.js';
import type { CliCommand, Io } from './io.js';

/** Prints JSON Schema of one kind, or of all. */
export const schema: CliCommand = {
  usage: 'schema [kind] [--config FILE]',
  about: 'print JSON Schema (2020-12) of one kind, or of all of them; with FILE also of the kinds it names',
  async run(args, io) {
    const { values, positionals } = readArgs(args, { config: { type: 'string' } }, { most: 1 });
    const own = values.config === undefined ? [] : await kindsOf(values.config, io);
    if (!own) return 1;
    const [kind] = positionals;
    const document = kind === undefined ? schemaBundle(own) : kindSchema(oneOf(kind, kindNames(own), 'kind'), own);
    io.out(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  },
};

/** The kinds of others that a configuration names; when it is wrong, says why and gives nothing. */
async function kindsOf(file: string, io: Io): Promise<readonly DefinedKind[] | undefined> {
  const config = await configured(file, io);
  if (!config) return undefined;
  const { kinds, issues } = await loadKinds(config.kinds, process.cwd());
  for (const { path, message, code } of issues) io.err(`${file}${path}: ${message} [${code}]\n`);
  return issues.length > 0 ? undefined : kinds;
}
