import { expect } from 'chai';
import type { JsonObject } from '@yingji/core';
import { calls110 } from './index.js';

const NUMBER = '4501032606120200194';
const receivedAt = '2026-06-12T08:00:00.000Z' as never;

function read(text: string) {
  const { drafts, issues } = calls110.decode(new TextEncoder().encode(text), { source: 'calls', receivedAt });
  const of = (wanted: string): JsonObject[] =>
    drafts.flatMap(({ kind, body }) => (kind === wanted && 'value' in body ? [body.value as JsonObject] : []));
  return { of, codes: issues.map(({ code }) => code) };
}

describe('calls: numbers and times that say something else', () => {
  it('a number of nineteen digits is that number, in quotes or without', () => {
    const call = { JJDBH: NUMBER, BJSJ: '2026-06-12 09:45:00', BJNR: '有烟' };
    const { of, codes } = read(JSON.stringify(call).replace(`"${NUMBER}"`, NUMBER));
    expect([of('report')[0]!['native'], codes]).to.deep.equal([NUMBER, []]);
  });

  it('what databases and programs write for "not yet" ends no order', () => {
    const order = { PJDBH: 'P1', JJDBH: NUMBER, PJSJ: '2026-06-12 09:47:00' };
    const ended = (CLWBSJ: string) => read(JSON.stringify({ ...order, CLWBSJ }));
    for (const CLWBSJ of [
      ...['9999-12-31 23:59:59', '9999-12-31T23:59:59Z', '2099-12-31 00:00:00', '253402271999000'],
      ...['0001-01-01 00:00:00', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00', '1900-01-01 00:00:00'],
      ...['1970-01-01T00:00:00Z', '1970-01-01T08:00:00+08:00', '0000-00-00 00:00:00', '0'],
    ]) {
      const { of } = ended(CLWBSJ);
      expect(of('task')[0]!['state'], CLWBSJ).to.equal('issued');
      expect(JSON.stringify(of('task')), CLWBSJ).not.to.include('done-at');
    }
    expect(ended('2099-12-31 00:00:00').codes, 'no known word for it').to.include('calls-time-unread');
    // A clock an hour ahead has still seen the end of it.
    expect(ended('2026-06-12 17:00:00').of('task')[0]!['state']).to.equal('done');
  });
});
