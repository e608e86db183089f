import { expect } from 'chai';
import fc from 'fast-check';
import { seeds } from '../../test/seeds.js';
import { readCircle, readPolygon } from './coordinates.js';

const faultOf = (text: string): string | undefined => readPolygon(text).fault?.kind;

describe('CAP coordinates', () => {
  it('reads a closed polygon, latitude first in CAP, longitude first here', () => {
    expect(readPolygon('22.5,108.1 22.9,108.1 22.9,108.6 22.5,108.1')).to.deep.equal({
      ring: [
        [108.1, 22.5],
        [108.1, 22.9],
        [108.6, 22.9],
        [108.1, 22.5],
      ],
    });
  });

  it('takes any white space, signs, and numbers without digits on one side of the point', () => {
    expect(readPolygon('\n -11.,-12.1\t13.2,14.\r\n +15,16   -.5,.25\n-11,-12.1 ')).to.deep.equal({
      ring: [
        [-12.1, -11],
        [14, 13.2],
        [16, 15],
        [0.25, -0.5],
        [-12.1, -11],
      ],
    });
  });

  it('reads every decimal as JavaScript reads it', () => {
    fc.assert(
      fc.property(fc.double({ min: -90, max: 90, noNaN: true }), fc.integer({ min: 0, max: 20 }), (lat, places) => {
        const text = lat.toFixed(places);
        expect(readPolygon(`${text},1 2,3 4,5 ${text},1`).ring![0]![1]).to.equal(Number(text));
      }),
      seeds(),
    );
  });

  it('reads numbers of more digits than a double holds', () => {
    expect(readPolygon('22.12345678901234567890,1 2,3 4,5 22.12345678901234567890,1').ring![0]![1]).to.equal(
      22.1234567890123456789,
    );
  });

  it('closes what does not end where it began, and says so', () => {
    const { ring, fault } = readPolygon('1,2 3,4 5,6');
    expect(ring).to.deep.equal([
      [2, 1],
      [4, 3],
      [6, 5],
      [2, 1],
    ]);
    expect(fault!.kind).to.equal('odd');
  });

  it('reads pairs that are not written as pairs, and says so', () => {
    const ring = [
      [2, 1],
      [4, 3],
      [6, 5],
      [2, 1],
    ];
    for (const text of ['1, 2 3, 4 5, 6 1, 2', '1 2 3 4 5 6 1 2', '1,2, 3,4, 5,6, 1,2,', '1,2;3,4;5,6;1,2']) {
      expect(readPolygon(text).ring, text).to.deep.equal(ring);
      expect(faultOf(text), text).to.equal('odd');
    }
  });

  it('leaves out what cannot be a place', () => {
    for (const text of [
      '',
      '  ',
      '1,2',
      '1,2 3,4',
      '1,2 3,4 1,2',
      '3,4 a,b 5,6 3,4',
      '300,200 3,4 5,6 7,8',
      '91,0 1,1 2,2 91,0',
      '1,2 3,4 5 1,2',
      '1e1,2 3,4 5,6 1e1,2',
      '--1,2 3,4 5,6 7,8',
      '１,2 3,4 5,6 7,8',
      '1.2.3,4 1,2 3,4 5,6',
      '.,. 1,2 3,4 .,.',
      'Infinity,1 2,3 4,5',
      `${'9'.repeat(400)},1 2,3 4,5`,
    ])
      expect(readPolygon(text), text).to.satisfy(
        (read: ReturnType<typeof readPolygon>) => read.ring === undefined && read.fault?.kind === 'lost',
      );
  });

  it('forgets nothing and keeps nothing from one polygon to the next', () => {
    const long = `${Array.from({ length: 40_000 }, (_, at) => `${(at % 90) / 2},${at % 180}`).join(' ')} 0,0`;
    expect(readPolygon(long).ring).to.have.length(40_001);
    expect(readPolygon('1,2 3,4 5,6 1,2').ring).to.have.length(4);
    const [first, second] = [readPolygon('1,2 3,4 5,6 1,2').ring!, readPolygon('7,8 9,10 11,12 7,8').ring!];
    expect([first[0], second[0]]).to.deep.equal([
      [2, 1],
      [8, 7],
    ]);
  });

  it('reads circles, kilometres into metres', () => {
    expect(readCircle('22.817,108.366 1.5')).to.deep.equal({ circle: { centre: [108.366, 22.817], radiusM: 1500 } });
    expect(readCircle('4,5 0.1').circle!.radiusM).to.equal(100);
    expect(readCircle('4,5 0').circle!.radiusM).to.equal(0);
    expect(readCircle('\n4,5\n6\n').circle).to.deep.equal({ centre: [5, 4], radiusM: 6000 });
  });

  it('reads a circle with a space after the comma, and says so', () => {
    expect(readCircle('1, 2 3')).to.deep.include({ circle: { centre: [2, 1], radiusM: 3000 } });
    expect(readCircle('1, 2 3').fault!.kind).to.equal('odd');
  });

  it('leaves out what is no circle', () => {
    for (const text of ['', 'invalid', '1,2', '1,2 -3', '1,2 3 4', '91,2 3', '1,181 3', '1,2 99999'])
      expect(readCircle(text), text).to.satisfy(
        (read: ReturnType<typeof readCircle>) => read.circle === undefined && read.fault?.kind === 'lost',
      );
  });
});
