/**
 * What is wrong with a piece of input. Issues are collected and kept beside the data; they are never thrown.
 * `path` is an RFC 6901 pointer into the input; `clause` names the paragraph of the norm that was broken.
 */
export interface Issue {
  readonly code: string;
  readonly path: string;
  readonly level: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly clause?: string;
}

/** Makes an {@link Issue}. The message says what happened, where, and what to do next. */
export function issue(
  code: string,
  message: string,
  options: { path?: string; level?: Issue['level']; clause?: string } = {},
): Issue {
  return { code, path: '', level: 'error', message, ...options };
}

/**
 * Broken wiring: a socket that cannot be bound, a store that cannot commit, a program that breaks its contract.
 * `recovery` tells the caller what may help: `retry` the same call, `skip` this item, or stop (`fatal`).
 */
export class YingjiError extends Error {
  // Declared and then assigned: fields would cost each page a helper that defines them one by one.
  declare readonly name: 'YingjiError';
  declare readonly code: string;
  declare readonly recovery: 'retry' | 'skip' | 'fatal';

  constructor(code: string, message: string, options: { recovery?: YingjiError['recovery']; cause?: unknown } = {}) {
    super(`${code}: ${message}`, options);
    this.name = 'YingjiError';
    this.code = code;
    this.recovery = options.recovery ?? 'fatal';
  }
}
