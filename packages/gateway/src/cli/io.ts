/** What a command may use of the process; a test gives its own. */
export interface Io {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly env: { readonly [name: string]: string | undefined };
}

/** 0: done. 1: it was tried and something is wrong. 2: it was asked in a way that is not understood. */
export type ExitCode = 0 | 1 | 2;

export interface CliCommand {
  readonly usage: string;
  readonly about: string;
  run(args: readonly string[], io: Io): Promise<ExitCode>;
}

/** A wrong way to ask: said in one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
