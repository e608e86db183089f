// The portal of a community, as its own team might have written it: plain Node, no framework, nothing of the SDK at run time
// but the built bundle served as static files and one tag in pages/safety.html.
//   node server.js --port 8120 --gateway http://127.0.0.1:8110 --token-file FILE
import { realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createPages } from './lib/pages.js';
import { createSessions } from './lib/sessions.js';
import { serveFile } from './lib/static.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @typedef {object} PortalOptions
 * @property {number} [port] 0 takes any free port.
 * @property {string} [host] Loopback unless told otherwise.
 * @property {string} gateway Address of the yingji gateway, as the browser reaches it.
 * @property {string} [token] The gateway token, for tests; otherwise tokenFile.
 * @property {string} [tokenFile] File with the gateway token, read anew each time so that it can be renewed in place.
 * @property {string} [bundle] Folder with yingji.js and its worker.
 * @property {string} [mapApproval] 审图号 of the map in use, for the footer.
 */

/**
 * Starts the portal.
 * @param {PortalOptions} options
 * @returns {Promise<{ readonly url: string, close(): Promise<void> }>}
 */
export async function startPortal({
  port = 0,
  host = '127.0.0.1',
  gateway,
  token,
  tokenFile,
  bundle = here('../../packages/components/dist/bundle/'),
  mapApproval = '',
}) {
  const gatewayOrigin = new URL(gateway).origin;
  const sessions = createSessions();
  const pages = await createPages({ folder: here('./pages/'), gateway: gatewayOrigin, mapApproval });
  const readToken = async () => (token ?? (tokenFile ? await readFile(tokenFile, 'utf8') : '')).trim();

  const headers = {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob:",
      "worker-src 'self'",
      `connect-src 'self' ${gatewayOrigin}`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    // "no-referrer" would make browsers send "Origin: null" with the portal's own forms.
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
  const send = (response, status, type, body, more = {}) => {
    response.writeHead(status, {
      ...headers,
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      ...more,
    });
    response.end(response.req.method === 'HEAD' ? undefined : body);
  };
  const sendJson = (response, status, value) => send(response, status, 'application/json', JSON.stringify(value));

  async function handle(request, response) {
    const origin = `http://${request.headers.host}`;
    // Another name that resolves to this machine must not be able to read the token (DNS rebinding).
    if (!ownHosts.has(request.headers.host ?? '')) return sendJson(response, 421, { error: 'unknown-host' });
    if (!URL.canParse(request.url ?? '/', origin)) return sendJson(response, 400, { error: 'bad-address' });
    const { pathname } = new URL(request.url ?? '/', origin);
    const reading = request.method === 'GET' || request.method === 'HEAD';

    if (request.method === 'POST' && pathname === '/api/yingji-token') {
      if (request.headers.origin !== origin) return sendJson(response, 403, { error: 'wrong-origin' });
      if (!sessions.of(request)) return sendJson(response, 401, { error: 'no-session' });
      try {
        const found = await readToken();
        return found === ''
          ? sendJson(response, 503, { error: 'no-token' })
          : sendJson(response, 200, { token: found });
      } catch {
        return sendJson(response, 503, { error: 'no-token' });
      }
    }
    if (request.method === 'POST' && pathname === '/logout') {
      if (request.headers.origin !== origin) return sendJson(response, 403, { error: 'wrong-origin' });
      return send(response, 303, 'text/plain', '', { location: '/goodbye', 'set-cookie': sessions.end(request) });
    }
    if (!reading) return sendJson(response, 405, { error: 'method-not-allowed' });

    if (pathname.startsWith('/yingji/'))
      return serveFile(request, response, { root: bundle, path: pathname.slice('/yingji/'.length), headers });
    if (pathname.startsWith('/static/'))
      return serveFile(request, response, {
        root: here('./public/'),
        path: pathname.slice('/static/'.length),
        headers,
      });
    const page = pages.render(pathname);
    if (!page) return send(response, 404, 'text/html', pages.notFound);
    // The demo takes everyone who opens a page for the duty officer; a real portal has its login here.
    const cookie = pathname === '/goodbye' || sessions.of(request) ? {} : { 'set-cookie': sessions.begin() };
    return send(response, 200, 'text/html', page, cookie);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error(`portal: ${error.message}`);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal' });
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 15_000;
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const bound = server.address().port;
  const ownHosts = new Set([host, 'localhost', '127.0.0.1'].map((name) => `${name}:${bound}`));

  return {
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Options from the command line, then the environment, then the defaults. */
export function readOptions(args, env) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      gateway: { type: 'string' },
      'token-file': { type: 'string' },
      bundle: { type: 'string' },
      'map-approval': { type: 'string' },
    },
  });
  const port = Number(values.port ?? env.PORTAL_PORT ?? 8120);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be a number from 0 to 65535');
  const tokenFile = values['token-file'] ?? env.PORTAL_TOKEN_FILE;
  const bundle = values.bundle ?? env.PORTAL_BUNDLE;
  const mapApproval = values['map-approval'] ?? env.PORTAL_MAP_APPROVAL;
  return {
    port,
    gateway: values.gateway ?? env.PORTAL_GATEWAY ?? 'http://127.0.0.1:8110',
    ...(tokenFile && { tokenFile }),
    ...(bundle && { bundle }),
    ...(mapApproval && { mapApproval }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  try {
    const portal = await startPortal(readOptions(process.argv.slice(2), process.env));
    console.log(`新竹社区智慧平台  ${portal.url}/safety`);
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => void portal.close().then(() => process.exit(0)));
  } catch (error) {
    console.error(`portal: ${error.message}`);
    process.exitCode = 1;
  }
}
