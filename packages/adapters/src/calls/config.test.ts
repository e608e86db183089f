import { expect } from 'chai';
import { calls110 } from './index.js';

describe('the configuration of a feed of calls', () => {
  const issuesOf = (from: object): readonly string[] => {
    const made = calls110.configure({ from: from as never });
    return 'issues' in made ? made.issues.map(({ path }) => path) : [];
  };

  it('refuses a statement that asks behind the watermark, a certificate of no name, and pages whose end nobody sees', () => {
    const base = { way: 'postgres', host: 'x', database: 'x', user: 'x', mark: 'gxsj' };
    const sql = (where: string) => issuesOf({ ...base, statement: `select * from jjdb where ${where} limit $2` });
    expect([sql('gxsj >= $1'), sql('$1 <= gxsj')]).to.deep.equal([[], []]);
    for (const where of ['gxsj > $1', 'gxsj>$1', '$1 < gxsj'])
      expect(sql(where), where).to.deep.equal(['/from/statement']);
    const named = { ...base, way: 'mysql', statement: 'select * from jjdb where gxsj >= $1 limit $2' };
    expect(issuesOf(named)).to.deep.equal([]);
    expect([issuesOf({ ...named, tls: true }), issuesOf({ ...named, tls: true, host: '10.0.0.8' })]).to.deep.equal([
      [],
      ['/from/host'],
    ]);
    const pages = { way: 'http-poll', url: 'https://x.example/?page={page}' };
    expect([issuesOf(pages), issuesOf({ ...pages, list: '' })]).to.deep.equal([['/from/list'], []]);
  });
});
