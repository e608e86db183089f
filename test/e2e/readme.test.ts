// README.md, word by word: the host commands as they stand there, and the page of the first code block on a plain static server.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../open-browser.js';
import { commandsOf, root, wordsOf } from './readme-commands.js';
import { typed, type Typed } from './typed.js';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const blocks = (file: string): string[] => [...read(file).matchAll(/```\w*\n(.+?)```/gs)].map(([, text]) => text!);
const POLICY = "script-src 'self'; style-src 'self'";
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };

/** Files of a folder and nothing else, under the policy that README.md names. */
async function serveFolder(folder: string): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    const file = join(folder, request.url === '/' ? 'index.html' : request.url!);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)]!, 'content-security-policy': POLICY });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('README.md, word by word', function () {
  this.timeout(60_000);
  const commands = commandsOf('README.md')
    .filter((command) => command.startsWith('npx '))
    .map(wordsOf);
  let folder: string;
  let site: { server: Server; origin: string };
  let browser: Browser | undefined;
  let host: Typed | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-readme-'));
    cpSync(join(root, 'packages/components/dist/bundle'), join(folder, 'site/yingji'), { recursive: true });
    site = await serveFolder(join(folder, 'site'));
    // What is recorded goes to the temporary folder, on any free port; the rest stays as it is committed.
    const config = read('examples/host/yingji.yaml')
      .replaceAll('../../var/host', join(folder, 'var'))
      .replace('port: 8080', 'port: 0')
      .replace('http://127.0.0.1:3000', site.origin)
      .replace('folder: warnings', `folder: ${join(root, 'examples/host/warnings')}`);
    writeFileSync(join(folder, 'yingji.yaml'), config);
  });
  after(async () => {
    await browser?.close();
    site.server.closeAllConnections();
    site.server.close();
    await host?.interrupt();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Types one of the commands. */
  function yingji(name: string): Typed {
    const words = commands.find((each) => each[3] === name)!;
    expect(words.slice(0, 3)).to.deep.equal(['npx', '--no-install', 'yingji']);
    return typed(
      words.map((word) =>
        word === 'examples/host/yingji.yaml'
          ? join(folder, 'yingji.yaml')
          : word.replace('var/host', join(folder, 'var')),
      ),
    );
  }
  /** What a command printed until it ended well. */
  async function printed(one: Typed): Promise<string> {
    expect(await one.ended, one.said()).to.equal(0);
    return one.out();
  }

  it('both languages show the same code', () => {
    const code = (file: string): string[] => blocks(file).map((block) => block.replace(/#.*|<[^<>]*>(?= yingji)/g, ''));
    expect(code('README.zh-CN.md')).to.deep.equal(code('README.md'));
    expect(code('README.md')).to.have.length.greaterThan(4);
  });

  it('every link leads somewhere, and every npm script that is named is there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const file of ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md']) {
      const text = read(file);
      for (const [, target] of text.matchAll(/\]\(([^)#:]+)\)/g))
        expect(existsSync(join(root, target!)), target).to.equal(true);
      for (const [, script] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts, file).to.have.property(script!);
    }
  });

  it('decode says what the feed makes of the file', async () => {
    const { ok, changes } = JSON.parse(await printed(yingji('decode'))) as { ok: boolean; changes: { kind: string }[] };
    expect([ok, changes.map(({ kind }) => kind)]).to.deep.equal([true, ['warning']]);
  });

  it('a token, a host, and the page on a server that knows nothing: the warning is there', async () => {
    const token = (await printed(yingji('token'))).trim();
    expect(readdirSync(join(folder, 'var'))).to.include('tokens.json');
    host = yingji('serve');
    const [, url] = await host.until(/ready (\S+)\n/);
    const page = blocks('README.md').find((block) => block.includes('<yj-provider'))!;
    const own = `<!doctype html><meta charset="utf-8"><script type="module" src="/own.js"></script>`;
    writeFileSync(join(folder, 'site/index.html'), own + page.replace('https://yingji.example.cn', url!));
    const [, hands] = /`(document\.querySelector\('yj-provider'\)\.getToken = async \(\) => )…`/.exec(
      read('README.md'),
    )!;
    writeFileSync(join(folder, 'site/own.js'), `${hands}'${token}';`);

    browser = await openBrowser();
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await tab.goto(site.origin);
    await tab.getByRole('option', { name: /黄色.*演练.*暴雨黄色预警/ }).waitFor();
    expect(errors).to.deep.equal([]);
  });
});
