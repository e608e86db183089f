import { getPriority, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import type { ThreadStart } from './messages.js';

// The thread of one feed from outside. It gives way before it loads anything: loading takes a core for most of a second, and a
// feed that throws is loaded again and again.

/** Where both want the processor, the host goes first: with it all other feeds. */
const NICE = 10;
// Only there does a number of its own belong to a thread; elsewhere it would be that of the whole host.
if (process.platform === 'linux') setPriority(0, Math.max(NICE, getPriority(process.pid)));
// What nobody hears ends here: passed on, it would cost the host, and keep a host alive that opens no feed.
if (!(workerData as ThreadStart).prints)
  for (const stream of [process.stdout, process.stderr])
    stream.write = (_: unknown, ...more: unknown[]) => {
      const written = more.find((each) => typeof each === 'function');
      if (written) process.nextTick(written);
      return true;
    };

await import('./serve-feed.js');
