import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from './load.js';

describe('a configuration file', () => {
  let folder: string;
  let file: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'yingji-load-'));
    file = join(folder, 'a.yaml');
  });
  after(() => rmSync(folder, { recursive: true }));
  const least = 'city: { name: nanning }\nstore: { file: data/a.db, keyFile: /keys/a.key }\n';

  it('names paths from its own folder', async () => {
    writeFileSync(
      file,
      `${least}auth: { tokens: t.json }
static: [{ path: /, folder: ../public }]
feeds:
  - { use: cap, source: a, config: { folder: cap, files: [one.xml, /two.xml], encoding: gb18030 } }
  - { use: table, source: b, config: { kind: place, file: places.csv, boundary: places.json } }
`,
    );
    const loaded = await loadConfig(file, {});
    expect(loaded)
      .to.have.nested.property('config.store')
      .deep.equal({ file: join(folder, 'data/a.db'), keyFile: '/keys/a.key' });
    expect(loaded).to.have.nested.property('config.auth.tokens', join(folder, 't.json'));
    expect(loaded).to.have.nested.property('config.static[0].folder', join(folder, '../public'));
    expect(loaded)
      .to.have.nested.property('config.feeds[0].config')
      .deep.equal({ folder: join(folder, 'cap'), files: [join(folder, 'one.xml'), '/two.xml'], encoding: 'gb18030' });
    expect(loaded)
      .to.have.nested.property('config.feeds[1].config')
      .deep.equal({ kind: 'place', file: join(folder, 'places.csv'), boundary: join(folder, 'places.json') });
  });

  it('names the paths of who comes in, and fetches the secret of a proxy', async () => {
    const auth = (secret: string, keys: string): string =>
      `${least}listen: { proxies: [127.0.0.1], tls: { cert: c.pem, key: k.pem } }
auth:
  denied: d.json
  jwt: { issuer: a, audience: [b], keys: "${keys}" }
  proxy: { secret: "${secret}" }
`;
    writeFileSync(file, auth('env:PROXY', 'jwks.json'));
    const loaded = await loadConfig(file, { PROXY: 'a-secret-of-twenty-x' });
    for (const [path, value] of [
      ['auth.denied', join(folder, 'd.json')],
      ['auth.jwt.keys', join(folder, 'jwks.json')],
      ['auth.proxy.secret', 'a-secret-of-twenty-x'],
      ['listen.tls.key', join(folder, 'k.pem')],
    ])
      expect(loaded).to.have.nested.property(`config.${path}`, value);
    writeFileSync(file, auth('env:PROXY', 'https://sso.example.cn/jwks'));
    expect(await loadConfig(file, { PROXY: 'a-secret-of-twenty-x' })).to.have.nested.property(
      'config.auth.jwt.keys',
      'https://sso.example.cn/jwks',
    );
    expect(await loadConfig(file, {}))
      .to.have.nested.property('issues[0]')
      .that.includes({
        code: 'secret-missing',
        path: '/auth/proxy/secret',
      });
    writeFileSync(file, auth('a-secret-of-twenty-x', 'jwks.json'));
    const refused = await loadConfig(file, {});
    expect(refused)
      .to.have.nested.property('issues[0]')
      .that.includes({ code: 'literal-secret', path: '/auth/proxy/secret' });
    expect(JSON.stringify(refused)).to.not.include('a-secret-of-twenty-x');
  });

  it('fetches the secrets of feeds, and tells of those that are not there by their path', async () => {
    const feed = (secret: string): string =>
      `${least}feeds: [{ use: cap, source: a, config: { http: [{ url: "http://a.example/", headers: { Authorization: "${secret}" } }] } }]\n`;
    writeFileSync(file, feed('env:CAP_AUTH'));
    expect(await loadConfig(file, { CAP_AUTH: 'Bearer abc' })).to.have.nested.property(
      'config.feeds[0].config.http[0].headers.Authorization',
      'Bearer abc',
    );
    for (const [text, code] of [
      ['env:CAP_AUTH', 'secret-missing'],
      ['Bearer abc', 'literal-secret'],
    ] as const) {
      writeFileSync(file, feed(text));
      expect(await loadConfig(file, {}))
        .to.have.nested.property('issues[0]')
        .that.includes({ code, path: '/feeds/0/config/http/0/headers/Authorization' });
    }
  });

  it('is read only when it can be one', async () => {
    expect(await loadConfig(join(folder, 'none.yaml'), {})).to.have.nested.property('issues[0].code', 'unreadable');
    writeFileSync(file, ' '.repeat(1_000_001));
    expect(await loadConfig(file, {})).to.have.nested.property('issues[0].code', 'too-large');
  });
});
