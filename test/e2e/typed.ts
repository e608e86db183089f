// Commands as a person types them: by npm itself, in a process group of their own, as each command of a terminal is.
import { spawn, type ChildProcess } from 'node:child_process';
import { npmProgram } from '../../tools/lib/run.mjs';
import { root } from './readme-commands.js';

export interface Typed {
  readonly child: ChildProcess;
  /** What it printed so far, the errors in between. */
  said(): string;
  /** What it printed on standard output alone. */
  out(): string;
  /** Waits until its words match, and gives the match; an error when it ends before that. */
  until(words: RegExp): Promise<RegExpExecArray>;
  /** Its end: the exit code, or the signal that npm ends with. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Ctrl-C, which a terminal sends to all of the group. */
  interrupt(): Promise<number | NodeJS.Signals | null>;
}

/** Starts `npm …` or `npx …`, here or in another folder. */
export function typed(
  words: readonly string[],
  { cwd = root, env = {} }: { readonly cwd?: string; readonly env?: { readonly [name: string]: string } } = {},
): Typed {
  const [command, ...args] = words;
  const [program, ...first] = npmProgram(command!);
  const child = spawn(program!, [...first, ...args], {
    ...{ cwd, stdio: ['ignore', 'pipe', 'pipe'] },
    detached: process.platform !== 'win32',
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  let text = '';
  let out = '';
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  );
  const heard = new Set<() => void>();
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (stream === child.stdout) out += chunk;
      for (const look of heard) look();
    });
  return {
    child,
    said: () => text,
    out: () => out,
    ended,
    until: (words) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = words.exec(text);
          if (found) {
            heard.delete(look);
            resolve(found);
          }
        };
        heard.add(look);
        look();
        void ended.then((how) => reject(new Error(`it ended with ${how} before it said ${words}:\n${text}`)));
      }),
    interrupt() {
      if (child.exitCode !== null || child.signalCode !== null) return ended;
      // Windows has neither groups nor signals of this sort.
      if (process.platform === 'win32') child.kill('SIGINT');
      else process.kill(-child.pid!, 'SIGINT');
      return ended;
    },
  };
}
