import { Worker } from 'node:worker_threads';
import { YingjiError } from '@yingji/core';
import type { DatabaseOptions, SqliteDatabase } from './database.js';

type Call = keyof SqliteDatabase;

/** One call to the thread; `n` counts from 1, 0 is the opening. */
export interface Request {
  readonly n: number;
  readonly call: Call;
  readonly args: readonly unknown[];
}

export interface Answer {
  readonly n: number;
  readonly value?: unknown;
  readonly failed?: Pick<YingjiError, 'code' | 'message' | 'recovery'>;
}

/** A {@link SqliteDatabase} in a thread of its own, so that a sync of the disk holds up nobody who reads or decodes. */
export interface DatabaseThread {
  ask<C extends Call>(call: C, ...args: Parameters<SqliteDatabase[C]>): Promise<ReturnType<SqliteDatabase[C]>>;
  /** Resolves when the thread is gone: only then has the driver let go of the file. */
  readonly ended: Promise<void>;
}

/** Opens the database in its thread; fails as `openDatabase` does, or with `store-lost` when the thread dies. */
export async function startDatabaseThread(options: DatabaseOptions): Promise<DatabaseThread> {
  const worker = new Worker(new URL('./database-thread.js', import.meta.url), { workerData: options });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: YingjiError): void }>();
  let lost: YingjiError | undefined;
  let count = 0;
  let closing = false;

  const answer = (n: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (lost) return reject(lost);
      waiting.set(n, { resolve, reject });
      worker.ref();
    });
  const lose = (cause?: unknown): void => {
    lost ??= new YingjiError('store-lost', 'the thread of the database has ended; start again.', { cause });
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  };
  worker.on('error', lose);
  const ended = new Promise<void>((resolve) =>
    worker.on('exit', () => {
      lose();
      resolve();
    }),
  );
  worker.on('message', ({ n, value, failed }: Answer) => {
    const asked = waiting.get(n);
    waiting.delete(n);
    if (failed) asked?.reject(new YingjiError(failed.code, failed.message, { recovery: failed.recovery }));
    else asked?.resolve(value);
    // A store that nobody waits for keeps no process alive.
    if (waiting.size === 0 && !closing) worker.unref();
  });

  await answer(0);
  return {
    ended,
    ask(call, ...args) {
      count += 1;
      closing ||= call === 'close';
      const asked = answer(count);
      worker.postMessage({ n: count, call, args } satisfies Request);
      return asked as Promise<never>;
    },
  };
}
