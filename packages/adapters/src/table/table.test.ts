import { expect } from 'chai';
import { table } from './index.js';
import { bytes, GOOD, HEADER, lines, receivedAt } from './fixtures.test.js';

describe('table: the definition', () => {
  it('decodes a file without configuration and tells what it is about', () => {
    const kindsOf = (text: string): string[] =>
      table.decode(bytes(text), { source: 'x', receivedAt }).drafts.map(({ kind }) => kind);
    expect(kindsOf(lines(HEADER, GOOD))).deep.equal(['device']);
    expect(kindsOf(lines('编码,名称,类型,经度,纬度', 'A,一号楼,楼栋,,'))).deep.equal(['place']);
    expect(kindsOf(lines('编码,名称,类型', 'A,走廊,感烟'))).deep.equal(['device']);
    expect(table.decode(bytes('x'), { source: 'x', receivedAt }).ok).equal(false);
  });

  it('checks its configuration', () => {
    const wrong = (config: Parameters<typeof table.configure>[0]): string[] => {
      const made = table.configure(config);
      return 'issues' in made ? made.issues.map(({ code, path }) => `${code} ${path}`) : [];
    };
    expect(wrong({})).deep.equal(['bad-config /kind', 'bad-config /file']);
    expect(wrong({ kind: 'device', file: 'a.csv', datum: 'xian80' })).deep.equal(['bad-config /datum']);
    expect(wrong({ kind: 'device', file: 'a.csv', boundary: 'b.geojson', scheme: 'grid' })).deep.equal([
      'bad-config /scheme',
      'bad-config /boundary',
    ]);
    expect(wrong({ kind: 'place', file: 'a.csv', columns: { zone: '防火分区' } })).deep.equal([
      'bad-config /columns/zone',
    ]);
    expect(wrong({ kind: 'place', file: 'a.csv', surprise: 1 })).deep.equal(['bad-config ']);
    expect(wrong(null)).deep.equal(['bad-config ']);
    expect(wrong({ kind: 'place', file: 'a.csv', watch: 5, columns: { code: '点位号' } })).deep.equal([]);
  });
});
