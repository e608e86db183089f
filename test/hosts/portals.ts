// One server for the pages of all portals: each under the policy of its portal, with the gateway at /city as behind their own proxy.
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGES } from './build.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
};

export interface Portals {
  readonly port: number;
  /** Streams of the gateway that pages have open. */
  readonly streams: () => number;
  /** What browsers said that a policy was broken by, workers too. */
  readonly reports: string[];
  /** What was asked for and is not there. */
  readonly missing: string[];
  /** Until released, nothing of the elements is sent: the page stands as it would without them. */
  hold(): () => void;
  close(): Promise<void>;
}

export interface PortalsOptions {
  /** The folder of pages that were built. */
  readonly built: string;
  /** The folder of a page, by the first part of its path. */
  readonly pages: ReadonlyMap<string, string>;
  /** Its policy. */
  readonly policies: ReadonlyMap<string, string>;
  readonly gateway: () => string;
  readonly token: () => string;
}

export async function startPortals({ built, pages, policies, gateway, token }: PortalsOptions): Promise<Portals> {
  const reports: string[] = [];
  const missing: string[] = [];
  let streams = 0;
  let held: Promise<void> | undefined;

  function fileOf(path: string): string | undefined {
    const name = normalize(path.endsWith('/') ? `${path}index.html` : path);
    const places = name.startsWith('/yingji/')
      ? [join(root, 'packages/components/dist/bundle', name.slice('/yingji'.length))]
      : name.startsWith('/npm/')
        ? [join(root, 'node_modules', name.slice('/npm'.length))]
        : [join(built, name), join(PAGES, name)];
    return places.find((place) => existsSync(place) && statSync(place).isFile());
  }

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const path = incoming.url!.slice('/city'.length);
    const stream = path === '/api/stream';
    const { host } = new URL(gateway());
    const onward = ask(gateway() + path, { method: incoming.method!, headers: { ...incoming.headers, host } });
    if (stream) streams += 1;
    outgoing.once('close', () => {
      if (stream) streams -= 1;
      onward.destroy();
    });
    onward.on('error', () => outgoing.destroy());
    onward.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  }

  async function send(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url!, 'http://portal.example');
    if (pathname.startsWith('/city/')) return pass(incoming, outgoing);
    if (pathname === '/token') return void outgoing.setHeader('content-type', 'text/plain').end(token());
    if (pathname === '/broken') {
      let text = '';
      for await (const part of incoming) text += String(part);
      reports.push(text);
      return void outgoing.end();
    }
    if (/yingji/i.test(pathname)) await held;
    const [, at = '', ...rest] = pathname.split('/');
    // What stands in a folder of its own goes before what it has in common with another page.
    const file = fileOf(pathname) ?? fileOf(['', pages.get(at) ?? at, ...rest].join('/'));
    const policy = policies.get(at);
    if (file === undefined) missing.push(pathname);
    outgoing.writeHead(file === undefined ? 404 : 200, {
      'content-type': TYPES[extname(file ?? '')] ?? 'text/plain',
      ...(policy !== undefined && { 'content-security-policy': `${policy}; report-uri /broken` }),
    });
    outgoing.end(file && readFileSync(file));
  }

  const server = createServer((incoming, outgoing) => void send(incoming, outgoing));
  await once(server.listen(0), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    streams: () => streams,
    reports,
    missing,
    hold() {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
