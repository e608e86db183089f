import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Logger } from '@yingji/core';
import type { FastifyInstance } from 'fastify';
import type { Refuse } from './refuse.js';

/** Begins with the major version of what a page may rely on: tags, attributes, names of files. */
const PATH = '/elements/v1/';
/** What the `integrity` of a tag must say, by file; made with the files. */
const LIST = 'integrity.json';

const TYPES: { readonly [extension: string]: string } = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * A worker keeps to the policy it was sent with, not to its page's. That of the map fetches a base map from wherever the page has one;
 * nothing else here runs by itself.
 */
const POLICY = "default-src 'none'; script-src 'self'; connect-src *; frame-ancestors 'none'";

interface File {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly packed: Buffer;
}

/** The files of `/elements/v1/` by name, whole and checked. */
export type Elements = ReadonlyMap<string, File>;

/** Where the bundle of `@yingji/components` lies; undefined where it is not installed: a gateway may do without. */
export function installedElements(): string | undefined {
  try {
    return dirname(fileURLToPath(import.meta.resolve(`@yingji/components/bundle/${LIST}`)));
  } catch {
    return undefined;
  }
}

/**
 * Reads what the list in a folder names. A file that is not what the list says is left out, and the log says so: half of a copy must
 * not look like the whole. Undefined without a list that can be read.
 */
export async function readElements(
  folder: string | undefined,
  { logger }: { readonly logger: Logger },
): Promise<Elements | undefined> {
  if (folder === undefined) return undefined;
  const listed = await readList(join(folder, LIST));
  if (!listed) return undefined;
  const elements = new Map<string, File>();
  const none = Buffer.alloc(0);
  for (const [name, integrity] of Object.entries(listed.files)) {
    const type = TYPES[extname(name)];
    const plain = await readFile(join(folder, name)).catch(() => none);
    if (type !== undefined && integrityOf(plain) === integrity) elements.set(name, await packed(type, plain));
    else logger.write('error', 'elements-damaged', { file: name });
  }
  return elements.set(LIST, await packed(TYPES['.json']!, listed.bytes));
}

async function readList(
  file: string,
): Promise<{ readonly bytes: Buffer; readonly files: { readonly [name: string]: string } } | undefined> {
  try {
    const bytes = await readFile(file);
    const { files } = JSON.parse(bytes.toString()) as { files: { readonly [name: string]: string } };
    // Names alone: nothing beside the folder is meant.
    return Object.keys(files).every((name) => /^[\w-][\w.-]*$/.test(name)) ? { bytes, files } : undefined;
  } catch {
    return undefined;
  }
}

const integrityOf = (bytes: Buffer): string => `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

async function packed(type: string, plain: Buffer): Promise<File> {
  // Weak: one tag for the same thing, compressed or not.
  return { type, plain, etag: `W/"${integrityOf(plain)}"`, packed: await promisify(gzip)(plain) };
}

/** The elements as files for anybody; a page of an allowed origin may load them as modules. */
export function routeElements(
  app: FastifyInstance,
  { elements, refuse }: { readonly elements: Elements | undefined; readonly refuse: Refuse },
): void {
  app.get<{ Params: { file: string } }>(`${PATH}:file`, async (request, reply) => {
    if (!elements)
      return refuse(request, reply, {
        status: 404,
        code: 'elements-missing',
        message:
          'This gateway has no elements: install @yingji/components beside it, or build them, and start it again.',
      });
    const file = elements.get(request.params.file);
    if (!file)
      return refuse(request, reply, {
        status: 404,
        code: 'element-unknown',
        message: `There is no such file; ${PATH}${LIST} lists what there is.`,
      });
    void reply.headers({
      'content-type': file.type,
      'content-security-policy': POLICY,
      'cross-origin-resource-policy': 'cross-origin',
      // The names stay when the bytes change: each load asks, and gets what it has confirmed in a line.
      'cache-control': 'no-cache',
      etag: file.etag,
      // Also where no Origin was sent: what a cache holds of it must not be given to a module load.
      vary: 'Origin, Accept-Encoding',
    });
    if (matches(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
    if (!takesGzip(request.headers['accept-encoding'])) return reply.send(file.plain);
    return reply.header('content-encoding', 'gzip').send(file.packed);
  });
}

const matches = (given: string | undefined, etag: string): boolean =>
  given !== undefined && given.split(',').some((each) => each.trim().replace(/^(W\/)?/, 'W/') === etag);

const takesGzip = (given = ''): boolean =>
  given.split(',').some((each) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(each));
