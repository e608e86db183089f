import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { YingjiError } from '@yingji/core';
import type { FastifyInstance } from 'fastify';

/** Own files only; styles and workers too. Inline style elements are refused, sheets that scripts adopt are not. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "worker-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves folders as they are: no listing, no dot files, and nothing that a link inside leads out of them to. */
export async function serveStatic(
  app: FastifyInstance,
  folders: readonly { readonly path: string; readonly folder: string }[],
): Promise<void> {
  for (const [i, { path, folder }] of folders.entries()) {
    const root = real(folder);
    await app.register(fastifyStatic, {
      root,
      prefix: path,
      decorateReply: i === 0,
      dotfiles: 'ignore',
      index: ['index.html'],
      redirect: false,
      cacheControl: false,
      allowedPath: (name) => isInside(root, name),
      setHeaders: (reply) => {
        reply.headers({
          'content-security-policy': POLICY,
          'cache-control': 'no-cache',
          // Open files: a portal of another origin may load the element bundle from here.
          'cross-origin-resource-policy': 'cross-origin',
        });
      },
    });
  }
}

function isInside(root: string, name: string): boolean {
  try {
    const target = realpathSync(join(root, name));
    return target === root || target.startsWith(root + sep);
  } catch {
    // Not there: answered as such further on.
    return true;
  }
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (cause) {
    throw new YingjiError(
      'folder-missing',
      `The folder ${folder} under "static" is not there; make it or take it out.`,
      { cause },
    );
  }
}
