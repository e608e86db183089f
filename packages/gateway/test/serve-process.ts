import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

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

/** The real command in a process of its own, from source; or another program that says `ready URL` as it does. */
export async function serveProcess(configFile: string, program = [CLI, 'serve', '--config']): Promise<ServeProcess> {
  const began = Date.now();
  // As this process was started: from source.
  const child = spawn(process.execPath, [...process.execArgv, ...program, configFile], {
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
