import { expect } from 'chai';
import type { Draft } from '../model/change.js';
import { entityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import type { Instant } from '../model/time.js';
import { createSeededIds } from '../testing/index.js';
import { checkDraft, mask, splitAtDoor } from './door.js';

const draft = (value: object, kind = 'report'): Draft => ({
  v: 1,
  kind,
  id: entityId(kind, 'calls', '1'),
  at: '2026-06-12T16:00:00+08:00' as Instant,
  basis: 'stated',
  body: { value: value as never },
});
const call = {
  channel: '110',
  title: '车辆被淹',
  caller: '李小明',
  phone: '13800000110',
  narrative: '我在桥洞里',
  home: '3 栋 2 单元 501',
};

describe('door', () => {
  it('moves every marked field into the vault and leaves a reference', () => {
    const { draft: split, rows } = splitAtDoor(draft(call), {
      kind: kinds['report']!,
      vault: { pseudonym: (field, text) => `p(${field},${text.length})` },
      ids: createSeededIds(),
    });
    expect(rows.map(({ field, secret }) => [field, secret])).to.deep.equal([
      ['report/caller', '李小明'],
      ['report/phone', '13800000110'],
      ['report/home', '3 栋 2 单元 501'],
      ['report/narrative', '我在桥洞里'],
    ]);
    const text = JSON.stringify(split);
    for (const { secret } of rows) expect(text).not.to.include(secret);
    expect(text).to.include('李**').and.include('138****0110').and.include('p(report/phone,11)');
    expect(checkDraft(split)).to.deep.equal([]);
  });

  it('masks names and numbers, and shows nothing of anything longer', () => {
    expect(
      ['李明', '欧阳小明', '138 0000 0119', '0771-1234567', '民族大道88号', '李', 'Li Ming'].map(mask),
    ).to.deep.equal(['李*', '欧***', '138****0119', '077****4567', undefined, undefined, undefined]);
  });

  it('names what does not fit, with a pointer', () => {
    expect(checkDraft(draft({ channel: 'telepathy', title: '火' }))[0]).to.deep.include({
      code: 'invalid-value',
      path: '/body/value/channel',
    });
    expect(checkDraft(draft({}, 'memory'))[0]?.code).to.equal('unknown-kind');
  });
});
