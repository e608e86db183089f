import type { DefinedKind } from '@yingji/core';
import { loadKinds } from '../config/load-kinds.js';
import { cityThresholds, type CityThresholds } from '../config/thresholds.js';
import { kindNames, kindSchema, schemaBundle } from '../schema-bundle.js';
import { oneOf, readArgs } from './args.js';
import { configured } from './configured.js';
import type { CliCommand, Io } from './io.js';

/** Prints JSON Schema of one kind, or of all. */
export const schema: CliCommand = {
  usage: 'schema [kind] [--config FILE]',
  about:
    'print JSON Schema (2020-12) of one kind, or of all of them; with FILE also of the kinds it names, and with its thresholds',
  async run(args, io) {
    const { values, positionals } = readArgs(args, { config: { type: 'string' } }, { most: 1 });
    const city =
      values.config === undefined ? { own: [], thresholds: cityThresholds([]) } : await wordsOf(values.config, io);
    if (!city) return 1;
    const { own, thresholds } = city;
    const [kind] = positionals;
    const document =
      kind === undefined
        ? schemaBundle(own, thresholds)
        : kindSchema(oneOf(kind, kindNames(own), 'kind'), own, thresholds);
    io.out(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  },
};

interface Words {
  readonly own: readonly DefinedKind[];
  readonly thresholds: CityThresholds;
}

/** The kinds of others that a configuration names, and its thresholds; when it is wrong, says why and gives nothing. */
async function wordsOf(file: string, io: Io): Promise<Words | undefined> {
  const config = await configured(file, io);
  if (!config) return undefined;
  const { kinds, issues } = await loadKinds(config.kinds, process.cwd());
  for (const { path, message, code } of issues) io.err(`${file}${path}: ${message} [${code}]\n`);
  return issues.length > 0 ? undefined : { own: kinds, thresholds: cityThresholds(config.thresholds) };
}
