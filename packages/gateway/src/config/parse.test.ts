import { expect } from 'chai';
import { parseConfig } from './parse.js';

const least = 'city: { name: nanning }\nstore: { file: a.db, keyFile: a.key }\n';
const issuesOf = (text: string): { path: string; code: string; message: string }[] => {
  const parsed = parseConfig(text);
  return 'issues' in parsed ? parsed.issues.map(({ path, code, message }) => ({ path, code, message })) : [];
};

describe('the configuration', () => {
  it('needs a city and a store; the rest has defaults', () => {
    const parsed = parseConfig(least);
    expect(parsed)
      .to.have.nested.property('config.listen')
      .deep.equal({ host: '127.0.0.1', port: 8080, names: [], proxies: [], plain: false });
    expect(parsed).to.have.nested.property('config.limits.bodyBytes', 65_536);
    expect(parsed).to.have.nested.property('config.log.level', 'info');
    expect(issuesOf('listen: { port: 1 }').map(({ path }) => path)).to.deep.equal(['/city', '/store']);
  });

  it('is JSON too', () => {
    expect(parseConfig('{"city":{"name":"n"},"store":{"file":"a","keyFile":"b"}}')).to.have.property('config');
  });

  for (const [text, path, hint] of [
    [`${least}listn: {}`, '/listn', 'did you mean "listen"'],
    [`${least}listen: { prot: 1 }`, '/listen/prot', 'did you mean "port"'],
    [`${least}limits: { bodybytes: 1 }`, '/limits/bodybytes', 'did you mean "bodyBytes"'],
    [`${least}feeds: [{ use: cap, source: a, confg: {} }]`, '/feeds/0/confg', 'did you mean "config"'],
    [`${least}auth: { tokens: a, anonymous: true }`, '/auth/anonymous', 'known here: tokens, denied'],
    [`${least}static: [{ path: /, folder: a, "x/~y": 1 }]`, '/static/0/x~1~0y', 'known here: path, folder'],
  ] as const)
    it(`refuses ${path} and helps`, () => {
      const [issue] = issuesOf(text);
      expect(issue).to.include({ path, code: 'unknown-key' });
      expect(issue!.message).to.include(hint);
    });

  for (const [what, text, path] of [
    ['a port that is none', `${least}listen: { port: 70000 }`, '/listen/port'],
    ['an origin with a path', `${least}origins: ["http://a.example/x"]`, '/origins/0'],
    ['an origin with a slash', `${least}origins: ["http://a.example/"]`, '/origins/0'],
    ['any origin', `${least}origins: ["*"]`, '/origins/0'],
    ['a source with a slash', `${least}feeds: [{ use: cap, source: a/b }]`, '/feeds/0/source'],
    ['a source taken twice', `${least}feeds: [{ use: cap, source: a }, { use: table, source: a }]`, '/feeds/1/source'],
    ['a folder over the API', `${least}static: [{ path: /api/, folder: a }]`, '/static/0/path'],
    ['a path taken twice', `${least}static: [{ path: /, folder: a }, { path: /, folder: b }]`, '/static/1/path'],
    ['headers of a proxy that is not named', `${least}auth: { proxy: {} }`, '/auth/proxy'],
    ['a portal that is asked nothing', `${least}auth: { portal: { url: "https://a.example/" } }`, '/auth/portal'],
    ['a short secret', `${least}listen: { proxies: [::1] }\nauth: { proxy: { secret: abc } }`, '/auth/proxy/secret'],
    ['a proxy by name', `${least}listen: { proxies: [proxy.example] }`, '/listen/proxies/0'],
    ['every address as a proxy', `${least}listen: { proxies: [0.0.0.0/0] }`, '/listen/proxies/0'],
    ['no limit at all', `${least}limits: { bodyBytes: 0 }`, '/limits/bodyBytes'],
  ] as const)
    it(`refuses ${what}`, () => expect(issuesOf(text).map((issue) => issue.path)).to.deep.equal([path]));

  it('tells apart what is no YAML, and what is said twice', () => {
    for (const text of ['a: [', `${least}city: { name: other }`, 'a: !!js/function x', '\t- a'])
      expect(issuesOf(text)[0], text).to.include({ code: 'bad-syntax' });
    expect(issuesOf('')[0]).to.include({ code: 'bad-value', path: '' });
    expect(issuesOf('feeds: []').map(({ message }) => message)[0]).to.match(/^\/city is missing; /);
  });

  it('takes no bomb of aliases', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]',
      'c: &c [*b,*b,*b,*b,*b,*b,*b,*b]',
      'd: [*c,*c,*c,*c]',
    ].join('\n');
    const began = Date.now();
    expect(issuesOf(bomb)[0]).to.include({ code: 'bad-syntax' });
    expect(Date.now() - began).to.be.below(500);
  });
});
