import { parentPort, workerData } from 'node:worker_threads';
import { YingjiError } from '@yingji/core';
import { openDatabase, type DatabaseOptions, type SqliteDatabase } from './database.js';
import type { Answer, Request } from './thread.js';

// The thread of one database file: opens it, then answers one call after the other, in the order they came.
const port = parentPort!;

function answer(n: number, work: () => unknown): boolean {
  try {
    port.postMessage({ n, value: work() } satisfies Answer);
    return true;
  } catch (error) {
    const { code, message, recovery } =
      error instanceof YingjiError ? error : new YingjiError('store-failed', (error as Error).message);
    // The other side makes an error of it again, which puts the code before the message.
    port.postMessage({ n, failed: { code, message: message.slice(`${code}: `.length), recovery } } satisfies Answer);
    return false;
  }
}

let database: SqliteDatabase | undefined;
const opened = answer(0, () => void (database = openDatabase(workerData as DatabaseOptions)));
if (opened)
  port.on('message', ({ n, call, args }: Request) => {
    answer(n, () => (database![call] as (...args: readonly unknown[]) => unknown)(...args));
    if (call === 'close') port.close();
  });
