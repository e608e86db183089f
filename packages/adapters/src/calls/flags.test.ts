import { expect } from 'chai';
import type { JsonObject } from '@yingji/core';
import { calls110, calls119 } from './index.js';

const receivedAt = '2026-06-12T08:00:00.000Z' as never;
const call = { JJDBH: '4501032606120200194', BJSJ: '2026-06-12 09:45:00', BJNR: '有烟', JQDZ: '示例路1号' };

function read(more: object, feed = calls110) {
  const bytes = new TextEncoder().encode(JSON.stringify({ ...call, ...more }));
  const { drafts, issues } = feed.decode(bytes, { source: 'calls', receivedAt });
  const of = (kind: string): JsonObject | undefined => {
    const body = drafts.find((draft) => draft.kind === kind)?.body;
    return body && 'value' in body ? (body.value as JsonObject) : undefined;
  };
  return { report: of('report')!, link: of('link'), codes: issues.map(({ code }) => code) };
}

describe('calls: people hurt or trapped, of whom no number is said', () => {
  for (const [said, needs] of [
    [{ SSRYQKSM: '有人受伤' }, ['police', 'medical']],
    [{ SSRYQKSM: '有老人摔倒，没有大碍' }, ['police', 'medical']],
    [{ BKRYQKSM: '有人被困' }, ['police', 'fire']],
    [{ SSRYQKSM: '没有人受伤' }, ['police']],
    [{ SSRYQKSM: '不详', BKRYQKSM: '未知' }, ['police']],
  ] as const)
    it(`${JSON.stringify(said)} needs ${needs.join(' and ')}, and counts nobody`, () => {
      const { report } = read(said);
      expect(report['needs']).to.deep.equal(needs);
      expect(report).to.not.have.property('casualties');
    });
});

describe('calls: a flag that is neither yes nor no', () => {
  it('of people trapped is no nought: a number in it counts, and its words are kept', () => {
    const counted = read({ SFRYBK: '2人被困' }, calls119);
    expect(counted.report).to.deep.include({ casualties: { trapped: 2 }, needs: ['fire'] });
    expect(counted.report['narrative']).to.contain('SFRYBK: 2人被困');
    expect(counted.codes).to.deep.equal([]);
    const words = read({ SFRYBK: '有人在里面' }, calls119);
    expect(words.report).to.not.have.property('casualties');
    expect(words.report['narrative']).to.contain('SFRYBK: 有人在里面');
    expect(words.codes).to.deep.equal(['calls-flag-unknown']);
  });

  it('of secrecy hides the place all the same', () => {
    const { report, codes } = read({ SFBM: '机密' });
    expect(report).to.not.have.property('address');
    expect(report['extra']).to.deep.include({ 'calls:secret': true });
    expect(codes).to.deep.equal(['calls-flag-unknown']);
    expect(read({ SFBM: '否' }).report).to.deep.include({ address: '示例路1号' });
  });

  it('of a merge takes no link back', () => {
    const { link, codes } = read({ GLZJJDBH: '4501032606120200100', HBBS: '已合并' });
    expect(link)
      .to.deep.include({ reasons: ['merged-at-source'] })
      .and.not.have.property('undoes');
    expect(codes).to.deep.equal(['calls-flag-unknown']);
  });
});
