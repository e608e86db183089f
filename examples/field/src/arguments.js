import { parseArgs } from 'node:util';

/**
 * Reads the command line; throws RangeError with one line that says what to do.
 * @template {Record<string, 'number' | 'text' | 'switch'>} T
 * @param {readonly string[]} args
 * @param {T} known
 */
export function readArguments(args, known) {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, kind]) => [
      name,
      { type: kind === 'switch' ? /** @type {const} */ ('boolean') : /** @type {const} */ ('string') },
    ]),
  );
  let values;
  try {
    // Negative numbers look like options to parseArgs unless joined by "=".
    const joined = args.flatMap((arg, i) =>
      /^-\d/.test(arg) && i > 0 ? [] : [/^-\d/.test(args[i + 1] ?? '') ? `${arg}=${args[i + 1]}` : arg],
    );
    ({ values } = parseArgs({ args: joined, options, strict: true, allowPositionals: false }));
  } catch (error) {
    throw new RangeError(/** @type {Error} */ (error).message);
  }
  /** @type {Record<string, number | string | boolean>} */
  const read = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const number = Number(value);
    if (known[name] === 'number' && (value === '' || !Number.isFinite(number)))
      throw new RangeError(`--${name} wants a number, not "${value}".`);
    read[name] = known[name] === 'number' ? number : value;
  }
  return /** @type {{ [K in keyof T]?: T[K] extends 'number' ? number : T[K] extends 'text' ? string : boolean }} */ (
    read
  );
}

/**
 * host:port
 * @param {string} text
 */
export function readAddress(text) {
  const found = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text);
  const [host, port] = [found?.[1] || '127.0.0.1', Number(found?.[2])];
  if (!found || port < 1 || port > 65_535)
    throw new RangeError(`--fire wants host:port, such as 127.0.0.1:26875, not "${text}".`);
  return { host, port };
}
