/** Aborted at the first SIGTERM or SIGINT; a second one ends the process. */
export function untilSignal(): AbortSignal {
  const stopped = new AbortController();
  const ask = (): void => {
    if (stopped.signal.aborted) process.exit(130);
    stopped.abort();
  };
  process.on('SIGTERM', ask);
  process.on('SIGINT', ask);
  return stopped.signal;
}

export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
