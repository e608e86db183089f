import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { built } from '../../../tools/build.mjs';

/** Built, and nothing has changed since. */
export const AS_IT_SHIPS = built();

/** The command as it ships where there is one, which starts in a third of the time; else from source. */
export const COMMAND = AS_IT_SHIPS
  ? [fileURLToPath(new URL('../bin/yingji.js', import.meta.url))]
  : [...process.execArgv, fileURLToPath(new URL('../src/cli.ts', import.meta.url))];

export interface ServeProcess {
  readonly url: string;
  /** Milliseconds from ready to now are not in it: from spawn to the ready line. */
  readonly readyMs: number;
  readonly child: ChildProcess;
  /** The log so far. */
  log(): string;
  /** Sends a signal and resolves with how the process ended. */
  end(
    signal: NodeJS.Signals,
  ): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly ms: number }>;
}

/** The real command in a process of its own, `serve` or as given; or another program, from source, that says `ready URL` as it does. */
export async function serveProcess(
  configFile: string,
  program?: readonly string[] | { readonly command: readonly string[] },
): Promise<ServeProcess> {
  const began = Date.now();
  const given = program ?? { command: ['serve', '--config'] };
  // A program is started as this process was: from source.
  const start = 'command' in given ? [...COMMAND, ...given.command] : [...process.execArgv, ...given];
  const child = spawn(process.execPath, [...start, configFile], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = /^ready (\S+)$/m.exec(out);
      if (found) resolve(found[1]!);
    });
    void ended.then(({ code }) => reject(new Error(`it ended with ${code} before it was ready: ${log}`)));
  });
  return {
    url,
    readyMs: Date.now() - began,
    child,
    log: () => log,
    async end(signal) {
      const asked = Date.now();
      child.kill(signal);
      return { ...(await ended), ms: Date.now() - asked };
    },
  };
}
