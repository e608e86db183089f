import { readFile, stat } from 'node:fs/promises';
import { issue, type Issue } from '@yingji/core';

const MAX_BYTES = 1_000_000;

/** The text of a configuration file, or why there is none. */
export async function readConfigFile(
  file: string,
): Promise<{ readonly text: string } | { readonly issues: readonly Issue[] }> {
  const refuse = (code: string, message: string): { readonly issues: readonly Issue[] } => ({
    issues: [issue(code, message)],
  });
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      return refuse('too-large', `${file} is larger than ${MAX_BYTES} bytes; it is no configuration.`);
    return { text: await readFile(file, 'utf8') };
  } catch {
    return refuse('unreadable', `${file} cannot be read; check the path. An example is yingji.example.yaml.`);
  }
}
