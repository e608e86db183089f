const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export interface UntilSignal {
  /** Aborted at the first SIGTERM or SIGINT. */
  readonly stop: AbortSignal;
  /** Listens no more: a signal is again what it is to any program. */
  leave(): void;
}

/**
 * Listens for SIGTERM and SIGINT; the same one again ends the process. The other one is the same wish told twice: Ctrl-C reaches
 * all that a terminal started, and whoever started us then says SIGTERM. What runs until then listens for as long as the process is
 * there, as that second word may come while it ends; what is done by itself leaves.
 */
export function untilSignal(): UntilSignal {
  const stopped = new AbortController();
  const listeners = SIGNALS.map((name) => {
    let before = false;
    const listener = (): void => {
      if (before) process.exit(130);
      before = true;
      stopped.abort();
    };
    process.on(name, listener);
    return [name, listener] as const;
  });
  return {
    stop: stopped.signal,
    leave() {
      for (const [name, listener] of listeners) process.off(name, listener);
    },
  };
}

export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
