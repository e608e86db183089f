import { main } from '../src/cli/main.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output, each line as JSON. */
  readonly lines: readonly { readonly [name: string]: unknown }[];
}

/** Runs a command line in this process. */
export async function runCli(argv: readonly string[], stdin: string | Buffer = ''): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    stdin: (async function* () {
      const bytes = Buffer.from(stdin);
      // Small pieces, so that lines and characters are cut anywhere.
      for (let at = 0; at < bytes.length; at += 1_000) yield await Promise.resolve(bytes.subarray(at, at + 1_000));
    })(),
    env: process.env,
  });
  return {
    code,
    out,
    err,
    get lines() {
      return out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly [name: string]: unknown });
    },
  };
}
