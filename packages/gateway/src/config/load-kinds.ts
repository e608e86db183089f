import { pathToFileURL } from 'node:url';
import { issue, type DefinedKind, type Issue } from '@yingji/core';
import { kindFaults } from '@yingji/core/schemas';
import { findKinds } from './find-kinds.js';

/** Kinds of others, or why there are none. */
export interface LoadedKinds {
  readonly kinds: readonly DefinedKind[];
  readonly issues: readonly Issue[];
}

/**
 * Loads the modules that a configuration names and takes every kind they export. Their code runs here, with all rights of the
 * process. A module exports kinds made by `defineKind`, at least one, and nothing else.
 */
export async function loadKinds(names: readonly string[], folder: string): Promise<LoadedKinds> {
  const { files, issues } = findKinds(names, folder);
  if (issues.length > 0) return { kinds: [], issues };
  const kinds: DefinedKind[] = [];
  const wrong: Issue[] = [];
  for (const [i, file] of files.entries()) {
    const loaded = await loadModule(file, `/kinds/${i}`);
    wrong.push(...loaded.issues);
    for (const kind of loaded.kinds) {
      if (kinds.includes(kind)) continue;
      if (kinds.every((other) => other.kind.name !== kind.kind.name)) kinds.push(kind);
      else {
        const message = `${kind.kind.name} is defined twice; give each kind a name of its own.`;
        wrong.push(issue('bad-kind', message, { path: `/kinds/${i}` }));
      }
    }
  }
  return { kinds, issues: wrong };
}

async function loadModule(file: string, path: string): Promise<LoadedKinds> {
  const none = (code: string, message: string): LoadedKinds => ({
    kinds: [],
    issues: [issue(code, message, { path })],
  });
  let module: { readonly [name: string]: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as typeof module;
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 500);
    return none('kinds-broken', `${file} cannot be loaded: ${said}`);
  }
  const exported = Object.entries(module);
  if (exported.length === 0)
    return none('kinds-broken', `${file} exports nothing; export what defineKind gives, from an ES module.`);
  const faults = exported.flatMap(([name, given]) =>
    kindFaults(given).map((fault) => issue('bad-kind', `${name} of ${file}: ${fault}.`, { path })),
  );
  return faults.length > 0
    ? { kinds: [], issues: faults }
    : { kinds: exported.map(([, kind]) => kind as DefinedKind), issues: [] };
}
