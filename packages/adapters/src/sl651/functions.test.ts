import { expect } from 'chai';
import type { JsonObject } from '@yingji/core';
import { decodeSl651, encodeQuery, ENDS, FUNCTIONS, type Ask } from './index.js';
import { decodeIt, packets, SELF, SENT, STATION, up } from './station.test.js';

const OF = `f1f1 ${STATION}`;
const aside = { told: [], codes: ['sl651-unmapped'] };
const obeyed = { told: [], codes: [] };

/** Every function of the norm, as a station says it; what of it is stored, and what is told. Clauses: 6.6, and appendix C for the elements. */
const UP: readonly (readonly [
  code: number,
  body: string,
  comes: { told: readonly string[]; codes: readonly string[] },
])[] = [
  [0x2f, '', obeyed],
  [0x30, `${SELF} 20 19 000005`, { told: ['rainfall-today 0.5 suspect'], codes: [] }],
  [
    0x31,
    `${SELF} 04 18 000005 39 23 00001500 00001510`,
    { told: ['water-level 1.5 good', 'water-level 1.51 good'], codes: [] },
  ],
  [0x32, `${SELF} 26 19 000127 38 12 1115`, { told: ['rainfall-total 12.7 good', 'voltage 11.15 good'], codes: [] }],
  [0x33, `${SELF} 39 23 00010127`, { told: ['water-level 10.127 good'], codes: [] }],
  [
    0x34,
    `${SELF} f4 60 050000${'ff'.repeat(9)}`,
    {
      told: [
        'rainfall-5min 0.5 good',
        'rainfall-5min 0 good',
        'rainfall-5min 0 good',
        ...new Array<string>(9).fill('rainfall-5min null fault'),
      ],
      codes: [],
    },
  ],
  [0x35, `f2f2 ${Buffer.from('Q 1.234').toString('hex')}`, { told: ['flow-rate 1.234 good'], codes: [] }],
  [0x37, `${SELF} 39 23 ff000172`, { told: ['water-level -0.172 good'], codes: [] }],
  [0x38, `${SELF} 04 18 000100 39 23 00001500`, { told: ['water-level 1.5 good'], codes: [] }],
  [0x39, `f2f2 ${Buffer.from('Q 1.234').toString('hex')}`, { told: ['flow-rate 1.234 good'], codes: [] }],
  [0x3a, `${SELF} 27 2b 0000012345`, { told: ['flow-rate 12.345 good'], codes: [] }],
  [0x40, `${OF} 03 10 03e8`, obeyed],
  [0x41, `${OF} 03 10 03e8`, aside],
  [0x42, `${OF} 20 10 01`, obeyed],
  [0x43, `${OF} 20 10 01`, aside],
  [0x44, `${SELF} 70 11 2203`, { told: ['voltage 220.3 good'], codes: [] }],
  [0x45, `${OF} 03 56312e`, { told: ['software-version V1. good'], codes: [] }],
  [0x46, `${OF} 45 20 00000082`, { told: ['station-state battery-low good'], codes: [] }],
  [0x47, OF, obeyed],
  [0x48, OF, obeyed],
  [0x49, `${OF} 03 10 1234`, obeyed],
  [0x4a, OF, obeyed],
  [0x4b, `${OF} 45 20 00000480`, aside],
  [0x4c, `${OF} 01 01`, aside],
  [0x4d, `${OF} 01 01`, aside],
  [0x4e, `${OF} 01 01`, aside],
  [0x4f, `${OF} ff`, aside],
  [0x50, `${OF} 0001`, aside],
  [0x51, OF, { told: ['device-time 2026-06-12T16:00:00+08:00 good'], codes: [] }],
];

describe('sl651, function by function', () => {
  for (const [code, body, comes] of UP)
    it(`up ${code.toString(16).toUpperCase()}, ${FUNCTIONS[code]!.en}`, () => {
      const { drafts, issues } = decodeIt(up(body, { function: code }));
      const told = drafts.map((draft) => {
        const { quantity, value, quality } = (draft.body as unknown as { value: JsonObject }).value;
        return `${String(quantity)} ${String(value)} ${String(quality)}`;
      });
      expect({ told, codes: issues.map((issue) => issue.code) }).to.deep.equal(comes);
    });
  it('up 36, picture', () => {
    const { drafts } = decodeIt(Uint8Array.from(Buffer.concat(packets(Uint8Array.from([0xff, 0xd8, 1]), 2))));
    expect(drafts).to.have.lengthOf(1);
  });
  const ASKS: readonly (readonly [code: number, ask: Ask, body: string])[] = [
    ...(
      [
        [0x36, 'picture'],
        [0x37, 'real-time'],
        [0x39, 'entries'],
        [0x44, 'motor'],
        [0x45, 'version'],
        [0x46, 'state'],
        [0x4a, 'set-clock'],
        [0x50, 'events'],
        [0x51, 'clock'],
      ] as const
    ).map(([code, of]) => [code, { of }, ''] as const),
    [0x38, { of: 'period', from: SENT, to: SENT, stepS: 300, guide: [0x39, 0x23] }, '2606121626061216 04180000053923'],
    [
      0x3a,
      {
        of: 'elements',
        guides: [
          [0x39, 0x23],
          [0x20, 0x19],
        ],
      },
      '39232019',
    ],
  ];
  for (const [code, ask, body] of ASKS)
    it(`down ${code.toString(16).toUpperCase()}, ${ask.of}: a question that ends in ENQ`, () => {
      const to = { encoding: 'hex', centre: 1, station: STATION, password: '1234' } as const;
      const bytes = encodeQuery({ ...to, serial: 9, sentAt: SENT, ask });
      expect(decodeSl651(bytes)).to.deep.include({ issues: [], length: bytes.length });
      expect(decodeSl651(bytes).frame).to.deep.include({
        direction: 'down',
        function: code,
        ends: ENDS.enq,
        serial: 9,
      });
      expect(Buffer.from(bytes.subarray(22, -3)).toString('hex')).to.equal(body.replace(' ', ''));
    });
  it('none is left out', () => {
    const shown = [...UP.map(([code]) => code), 0x36].sort();
    expect(shown).to.deep.equal(Object.keys(FUNCTIONS).map(Number).sort());
  });
});
