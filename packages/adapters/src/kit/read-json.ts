import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { notLoaded } from './find-place.js';

/** A JSON file as its schema has it; `absent` where there is none. Error: `feed-not-loaded`. */
export async function json<T>(file: string, schema: z.ZodType<T>, absent: z.input<z.ZodType<T>>): Promise<T> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  let value: unknown = absent;
  try {
    if (text !== undefined) value = JSON.parse(text);
  } catch (error) {
    throw notLoaded(`${file} is no JSON: ${(error as Error).message}`);
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw notLoaded(
    `${file}: ${read.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`).join('; ')}`,
  );
}
