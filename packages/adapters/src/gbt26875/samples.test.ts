import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { decodeGbt26875, encodeGbt26875, type Gbt26875Frame, type Gbt26875Object } from './index.js';
import { FRAME } from './layout.js';

const shared = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = `${shared}/samples/gb26875/`;
const here = existsSync(folder);

const version = { major: 1, user: 1 };
const DEVICE = 0x379;
const CENTRE = 0x15b38;
const up = { serial: 1, version, time: '2012-09-26T09:58:32', source: DEVICE, destination: CENTRE };
const down = { ...up, source: CENTRE, destination: DEVICE };
/** Replies are labelled three seconds later. */
const REPLIED = '2012-09-26T09:58:35';
const time = '2012-09-26T09:58:02';
const noUnit = { objects: [] };
const unit = (type: number, ...objects: Gbt26875Object[]) => ({ type, objects });

/** Worked out by hand from the bytes, the fact sheet and what the collectors wrote; by the number in front of a file's name. */
const SAID: { readonly [sample: string]: Gbt26875Frame } = {
  '01': {
    ...up,
    command: 2,
    ...unit(2, { system: 1, systemAddress: 1, component: 40, address: 0x2_000a, status: 2, text: '', time }),
  },
  '02': { ...down, time: REPLIED, command: 3, ...noUnit },
  '03': { ...down, time: REPLIED, command: 6, ...noUnit },
  '04': { ...up, command: 2, ...unit(21, { status: 8, time }) },
  '05': { ...up, command: 2, ...unit(24, { operation: 0x20, operator: 1, time }) },
  '06': { ...up, command: 2, ...unit(25, { major: 1, minor: 1 }) },
  '07': { ...up, command: 2, ...unit(28, { time }) },
  '08': { ...down, command: 4, ...unit(81) },
  '09': { ...down, command: 1, ...unit(90, { time }) },
  '10': { ...down, command: 1, ...unit(91, { minutes: 10 }) },
  '11': {
    serial: 0,
    version,
    time: '2020-10-22T17:13:24',
    source: 0,
    destination: 0x0102_0304_0506,
    command: 2,
    ...unit(2, {
      system: 1,
      systemAddress: 3,
      component: 0,
      address: 0x6_00d9,
      status: 2,
      text: 'Ａ区１层呷哺走廊',
      time: '2020-08-01T19:18:48',
    }),
  },
  '12': { ...up, command: 5, ...unit(21, { status: 8, time }) },
  '13': { ...down, command: 4, ...unit(85) },
  '14': { ...up, command: 5, ...unit(25, { major: 1, minor: 1 }) },
  '15': { ...down, command: 4, ...unit(88) },
  '16': { ...up, command: 5, ...unit(28, { time }) },
  '17': { ...down, command: 1, ...unit(89) },
  '18': { ...up, time: REPLIED, command: 3, ...noUnit },
  '19': { ...up, time: REPLIED, command: 6, ...noUnit },
  '20': { ...up, serial: 0, command: 2, ...noUnit },
};

describe(`gbt26875 frames from the field${here ? '' : ' (skipped: ../shared is not here)'}`, () => {
  const bytesOf = (sample: string): Uint8Array => {
    const name = readdirSync(folder).find((each) => each.startsWith(sample))!;
    return Uint8Array.from(Buffer.from(readFileSync(folder + name, 'utf8').trim(), 'hex'));
  };

  it('none is without a value to compare with', function () {
    if (!here) return this.skip();
    const samples = readdirSync(folder).filter((name) => name.endsWith('.hex'));
    expect(samples.map((name) => name.slice(0, 2)).sort()).to.deep.equal(Object.keys(SAID).sort());
  });

  for (const [sample, said] of Object.entries(SAID))
    it(`${sample} decodes to its documented values, and these encode to its bytes`, function () {
      if (!here) return this.skip();
      const bytes = bytesOf(sample);
      expect(decodeGbt26875(bytes)).to.deep.equal({ frame: said, length: bytes.length, issues: [] });
      const again = encodeGbt26875({ ...said, time: said.time!, unit: bytes.subarray(FRAME.unit, -3) });
      expect(Buffer.from(again).equals(bytes)).to.equal(true);
    });
});
