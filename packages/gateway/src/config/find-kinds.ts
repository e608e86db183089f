import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issue, type Issue } from '@yingji/core';

/** `name`, `@scope/name`, and either with a path behind it: how npm names packages. */
const PACKAGE = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*(\/[^/]+)*$/i;

/**
 * The files that `kinds` of a configuration names. A path starts from `folder`; a package is looked for from there, and then beside
 * the gateway. Never a URL: what runs with the rights of the gateway is installed by somebody, not fetched at start.
 */
export function findKinds(
  names: readonly string[],
  folder: string,
): { readonly files: string[]; readonly issues: readonly Issue[] } {
  const found = names.map((name, i) => find(name, folder, `/kinds/${i}`));
  return {
    files: found.filter((each) => typeof each === 'string'),
    issues: found.filter((each) => typeof each !== 'string'),
  };
}

function find(name: string, folder: string, path: string): string | Issue {
  const wrong = (code: string, message: string): Issue => issue(code, message, { path });
  if (/^\.{1,2}\//.test(name) || isAbsolute(name)) {
    const file = resolve(folder, name);
    return existsSync(file) ? file : wrong('kinds-missing', `There is no file ${file}; check the path.`);
  }
  if (!PACKAGE.test(name))
    return wrong(
      'kinds-elsewhere',
      `"${name.slice(0, 80)}" is neither a path that begins with ./ nor the name of a package; kinds are never fetched.`,
    );
  for (const look of [createRequire(join(folder, 'yingji.yaml')).resolve, besides]) {
    try {
      const file = look(name);
      if (isAbsolute(file)) return file;
    } catch {
      // Not there, or not to be loaded that way.
    }
  }
  const hint = existsSync(resolve(folder, name)) ? `; for the file, write ./${name}` : '';
  return wrong('kinds-missing', `There is no package ${name} here; install it with npm${hint}.`);
}

/** As an import of the gateway itself would find it. */
const besides = (name: string): string => fileURLToPath(import.meta.resolve(name));
