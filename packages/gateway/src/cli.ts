import { main } from './cli/main.js';

// Database, write-ahead log and copies are made readable for their owner alone from their first byte on.
process.umask(0o077);
// A log that nobody reads any more must not end a gateway: lost lines are better than lost alarms.
process.stderr.on('error', () => undefined);
// A reader that stops early, such as `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: process.stdin,
  env: process.env,
});

// Whatever a feed of a stranger left open must not keep a stopped process alive.
setTimeout(() => process.exit(), 300).unref();
