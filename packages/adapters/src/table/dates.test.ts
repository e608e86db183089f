import { expect } from 'chai';
import { endOf } from './dates.js';

describe('table: dates', () => {
  const end = (text: string): string | undefined => endOf(text, '+08:00');

  it('hold through the day or the month that is written, in any of the ways it is written', () => {
    for (const text of ['2026-09-30', '2026/9/30', '2026.09.30', '2026年9月30日', '20260930', '2026-09', '2026年9月'])
      expect(end(text), text).equal('2026-10-01T00:00:00+08:00');
    for (const text of ['2026/9/30 0:00', '2026-09-30 00:00:00', '2026-09-30 00:00:00.000'])
      expect(end(text), text).equal('2026-10-01T00:00:00+08:00');
    expect(end('2026-12-31')).equal('2027-01-01T00:00:00+08:00');
    expect(end('2024-02-29')).equal('2024-03-01T00:00:00+08:00');
    expect(end('2026-12')).equal('2027-01-01T00:00:00+08:00');
    expect(end('2026-06-12T16:00:00+08:00')).equal('2026-06-12T16:00:00+08:00');
    expect(endOf('2026-09-30', '+00:00')).equal('2026-10-01T00:00:00+00:00');
  });

  it('what is no date that exists is none', () => {
    for (const text of [
      '2026-02-30',
      '2026-13-01',
      '2026-00-10',
      '2026-04-31',
      '2026-13',
      '尽快',
      '30.09.2026',
      '2026-9-30 18:00',
      '',
    ])
      expect(end(text), text).equal(undefined);
  });
});
