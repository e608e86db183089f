import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { NANNING } from '../../packages/core/src/codes/nanning-data.js';
import { nanningDivisions, nanningSource } from '../../packages/core/src/codes/nanning.js';
import { derive } from './derive.js';
import { PACKAGE } from './source.js';

const sheets = {
  areas: 'code,name,cityCode\n110101,"东城区",1101\n450103,"青秀区",4501\n450102,"兴宁区",4501\n',
  streets: 'code,name,areaCode\n450103001,"新竹街道",450103\n450102001,"民生街道",450102\n',
  villages:
    'code,name,streetCode\n450102001004,"北宁社区居委会",450102001\n450102001003,"兴宁社区居委会",450102001\n110101001001,"多福巷社区居委会",110101001\n',
};

describe('divisions: deriving the file', () => {
  it('takes Nanning out of the country, in the order of the codes', () => {
    expect(derive(sheets).split('\n')).to.deep.equal([
      '450102 兴宁区',
      '450102001 民生街道 003兴宁社区居委会 004北宁社区居委会',
      '450103 青秀区',
      '450103001 新竹街道',
    ]);
  });

  it('a community whose street is not there stops it: none is left out in silence', () => {
    const villages = `${sheets.villages}450199001001,"无名社区居委会",450199001\n`;
    expect(() => derive({ ...sheets, villages })).to.throw('7 divisions, but 6');
  });

  it('a row that is no code and name stops it', () => {
    for (const row of ['45010200100,"短",450102001', '450102001005,"两 词",450102001', '450102001005,,450102001'])
      expect(() => derive({ ...sheets, villages: `${sheets.villages}${row}\n` }), row).to.throw('12 digits');
  });
});

describe('divisions: the committed file', () => {
  const folder = new URL('../../packages/core/src/codes/', import.meta.url);

  it('names its source and licence, and the licence lies beside it', () => {
    expect(readFileSync(new URL('nanning-data.ts', folder), 'utf8'))
      .to.include(PACKAGE)
      .and.include('WTFPL');
    expect(readFileSync(new URL('nanning-data.LICENSE.txt', folder), 'utf8')).to.include('PUBLIC LICENSE');
    expect(nanningSource.package).to.equal(PACKAGE);
    expect(Buffer.byteLength(NANNING)).to.be.below(50_000);
  });

  const shared = join(
    process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../shared', import.meta.url)),
    'samples',
    'divisions',
  );
  const there = existsSync(shared);
  (there ? it : it.skip)(`is what another hand took from the package${there ? '' : ' (../shared is not here)'}`, () => {
    const rows = ['areas', 'streets', 'villages'].flatMap((name) =>
      readFileSync(join(shared, `nanning-${name}.csv`), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.replaceAll('"', '')),
    );
    expect(nanningDivisions().map(({ code, name }) => `${code},${name}`)).to.have.members(rows);
  });
});
