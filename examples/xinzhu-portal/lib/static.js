import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Sends one file below `root`; anything outside it, hidden or of another type is not there. */
export async function serveFile(request, response, { root, path, headers }) {
  const missing = () => {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' });
    response.end();
  };
  let name;
  try {
    name = decodeURIComponent(path);
  } catch {
    return missing();
  }
  const base = resolve(root);
  const file = resolve(base, name);
  const type = TYPES[extname(file)];
  if (
    !type ||
    !file.startsWith(base + sep) ||
    name.includes('\0') ||
    name.split(/[\\/]/).some((part) => part.startsWith('.'))
  )
    return missing();
  let bytes;
  try {
    bytes = await readFile(file);
  } catch {
    return missing();
  }
  response.writeHead(200, {
    ...headers,
    'content-type': type,
    'content-length': bytes.length,
    'cache-control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
