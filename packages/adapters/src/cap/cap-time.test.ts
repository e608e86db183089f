import { expect } from 'chai';
import { readCapTime, utcSecond } from './cap-time.js';
import type { Instant } from '@yingji/core';

describe('CAP times', () => {
  it('takes the form of the norm as it stands', () => {
    for (const text of [
      '2026-06-12T16:55:00+08:00',
      '2012-05-02T23:21:04-00:00',
      '2024-02-29T23:59:59+06:30',
      '2000-02-29T00:00:00-12:00',
    ])
      expect(readCapTime(text), text).to.deep.equal({ instant: text });
  });

  it('reads what is clear, and says how', () => {
    const read: readonly (readonly [string, string])[] = [
      ['2026-06-12T08:55:00Z', '2026-06-12T08:55:00+00:00'],
      ['2026-06-12T16:55:00.123+08:00', '2026-06-12T16:55:00+08:00'],
      ['2026-06-12 16:55:00+08:00', '2026-06-12T16:55:00+08:00'],
      ['2026-06-12T16:55:00+0800', '2026-06-12T16:55:00+08:00'],
      ['2026-06-12T16:55+08:00', '2026-06-12T16:55:00+08:00'],
      ['2026/6/2 6:55:00 +08:00', '2026-06-02T06:55:00+08:00'],
    ];
    for (const [text, instant] of read) {
      expect(readCapTime(text).instant, text).to.equal(instant);
      expect(readCapTime(text).fault, text).to.be.a('string');
    }
  });

  it('does not guess an offset, unless one is configured', () => {
    expect(readCapTime('2026-06-12 16:55:00')).to.not.have.property('instant');
    expect(readCapTime('2026-06-12 16:55:00', '+08:00').instant).to.equal('2026-06-12T16:55:00+08:00');
    expect(readCapTime('2026-06-12T16:55:00+06:00', '+08:00').instant).to.equal('2026-06-12T16:55:00+06:00');
  });

  it('refuses what is no real time', () => {
    for (const text of [
      '',
      'now',
      '2003-14-02T14:39:01-05:00',
      '2026-02-30T00:00:00+08:00',
      '1900-02-29T00:00:00+08:00',
      '2026-06-31T00:00:00+08:00',
      '2026-06-12T24:00:00+08:00',
      '2026-06-12T23:60:00+08:00',
      '2026-06-12T23:00:60+08:00',
      '2026-06-12T23:00:00+15:00',
      '2026-00-10T00:00:00+08:00',
      '12 June 2026',
    ])
      expect(readCapTime(text), text).to.not.have.property('instant');
  });

  it('writes one instant one way, whatever the offset', () => {
    expect(utcSecond('2026-06-12T16:55:00+08:00' as Instant)).to.equal('2026-06-12T08:55:00Z');
    expect(utcSecond('2026-06-12T08:55:00-00:00' as Instant)).to.equal('2026-06-12T08:55:00Z');
  });
});
