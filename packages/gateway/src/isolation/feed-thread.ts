import { getPriority, setPriority } from 'node:os';

// The thread of one feed from outside. It gives way before it loads anything: loading takes a core for most of a second, and a
// feed that throws is loaded again and again.

/** Where both want the processor, the host goes first: with it all other feeds. */
const NICE = 10;
// Only there does a number of its own belong to a thread; elsewhere it would be that of the whole host.
if (process.platform === 'linux') setPriority(0, Math.max(NICE, getPriority(process.pid)));
await import('./serve-feed.js');
