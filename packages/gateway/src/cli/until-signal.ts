/**
 * Aborted at the first SIGTERM or SIGINT; the same one again ends the process. The other one is the same wish told twice: Ctrl-C
 * reaches all that a terminal started, and whoever started us then says SIGTERM.
 */
export function untilSignal(): AbortSignal {
  const stopped = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    let before = false;
    process.on(name, () => {
      if (before) process.exit(130);
      before = true;
      stopped.abort();
    });
  }
  return stopped.signal;
}

export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
