import { isLoopback } from '../auth/loopback.js';

export interface Doors {
  /** Whether a Host header names this gateway: another name is a page that had its DNS pointed at us. */
  isHost(host: string | undefined): boolean;
  /** Whether a page of this origin may talk to us. */
  isOrigin(origin: string, host: string): boolean;
}

/** Which Host and Origin headers are let in. `port` is the one that was really bound. */
export function createDoors(options: {
  readonly host: string;
  readonly port: number;
  readonly names: readonly string[];
  readonly origins: readonly string[];
}): Doors {
  const { host, port, names } = options;
  const own =
    isLoopback(host) || host === '0.0.0.0' || host === '::'
      ? ['127.0.0.1', 'localhost', '[::1]']
      : [host.includes(':') ? `[${host}]` : host];
  if (isLoopback(host) && host.startsWith('127.') && host !== '127.0.0.1') own.push(host);
  const hosts = new Set([
    ...own.flatMap((name) => ([80, 443].includes(port) ? [name, `${name}:${port}`] : [`${name}:${port}`])),
    ...names,
  ]);
  const origins = new Set(options.origins);
  return {
    isHost: (header) => header !== undefined && hosts.has(header.toLowerCase()),
    isOrigin: (origin, header) =>
      origins.has(origin) || origin === `http://${header}` || origin === `https://${header}`,
  };
}
