import { parseArgs, type ParseArgsConfig } from 'node:util';
import { nearest } from '../nearest.js';
import { UsageError } from './io.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>['values'];

/** Reads options; an unknown one is refused with what may be meant. `-` alone is a positional. */
export function readArgs<const O extends Options>(
  args: readonly string[],
  options: O,
  positionals: { readonly most: number },
): { readonly values: Values<O>; readonly positionals: readonly string[] } {
  const known = Object.keys(options);
  try {
    const read = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const surplus = read.positionals[positionals.most];
    if (surplus !== undefined) throw new UsageError(`"${surplus}" is one word too many here.`);
    return read as { values: Values<O>; positionals: string[] };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const unknown = args.find((arg) => arg.startsWith('--') && !known.includes(arg.slice(2).split('=')[0]!));
    if (unknown === undefined) throw new UsageError((error as Error).message.split('\n')[0]!);
    const name = unknown.slice(2).split('=')[0]!;
    const meant = nearest(name, known);
    throw new UsageError(
      `There is no --${name} here; ${meant ? `did you mean --${meant}?` : `there are: ${known.map((one) => `--${one}`).join(', ')}.`}`,
    );
  }
}

/** The value of an option that must be there. */
export function need(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`${option} is missing.`);
  return value;
}

/** The one of a fixed list of words, or an error that names the nearest. */
export function oneOf(word: string, known: readonly string[], what: string): string {
  if (known.includes(word)) return word;
  const meant = nearest(word, known);
  throw new UsageError(
    `There is no ${what} "${word}"; ${meant ? `did you mean "${meant}"?` : `there are: ${known.join(', ')}.`}`,
  );
}
