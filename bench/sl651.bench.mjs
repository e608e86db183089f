// SL 651-2014 report of 60 bytes and four elements → object with the same members, ours beside binary-parser; and garbage looked through.
import { Parser } from 'binary-parser';
import { decodeSl651, encodeSl651, sl651Framing } from '@yingji/adapters/sl651';

const FRAMES = 4096;
const PAIRS = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
const hexOf = (bytes) => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 1) text += PAIRS[bytes[i]];
  return text;
};
const hex = (text) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const bcd = (n, bytes) => String(n).padStart(2 * bytes, '0');
/** What both sides must do with times: text. The peer checks nothing, neither times nor digits, marks, nines or the sum. */
const time = ({ year, month, day, hour, minute, second = 0 }) =>
  `20${PAIRS[year]}-${PAIRS[month]}-${PAIRS[day]}T${PAIRS[hour]}:${PAIRS[minute]}:${PAIRS[second]}`;
const TEN = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];

function frames() {
  return Array.from({ length: FRAMES }, (_, n) => {
    const station = `4501${bcd(n, 3)}`;
    const minute = bcd(n % 60, 1);
    return encodeSl651({
      ...{ encoding: 'hex', direction: 'up', centre: 1, station, password: '1234', function: 0x32, ends: 3 },
      ...{ serial: n + 1, sentAt: '2026-06-12T08:00:00Z' },
      body: hex(
        `f1f1 ${station} 48 f0f0 26061215${minute} 20 19 ${bcd(n % 900, 3)} 26 19 ${bcd(n, 3)} 39 23 ${bcd(10_000 + n, 4)} 38 12 ${bcd(1100 + (n % 99), 2)}`,
      ),
    });
  });
}

/** The fastest of several ways to write it: times as nested parsers of bytes, values as buffers whose digits are added up. */
function peer() {
  const minutes = new Parser().uint8('year').uint8('month').uint8('day').uint8('hour').uint8('minute');
  const seconds = new Parser().uint8('year').uint8('month').uint8('day').uint8('hour').uint8('minute').uint8('second');
  const element = new Parser()
    .uint8('guide')
    .uint8('defined')
    .buffer('value', {
      length() {
        return this.defined >> 3;
      },
      formatter(bytes) {
        let n = 0;
        for (let i = 0; i < bytes.length; i += 1) n = n * 100 + (bytes[i] >> 4) * 10 + (bytes[i] & 15);
        return n / TEN[this.defined & 7];
      },
    });
  return new Parser()
    .skip(2)
    .uint8('centre')
    .buffer('station', { length: 5, formatter: hexOf })
    .buffer('password', { length: 2, formatter: hexOf })
    .uint8('function')
    .uint16('length')
    .skip(1)
    .uint16('serial')
    .nest('sentAt', { type: seconds, formatter: time })
    .skip(2)
    .buffer('measuredBy', { length: 5, formatter: hexOf })
    .string('stationClass', { length: 1 })
    .skip(2)
    .nest('at', { type: minutes, formatter: time })
    .array('elements', {
      type: element,
      lengthInBytes() {
        return this.length - 23;
      },
    })
    .uint8('ends');
}

/** 4 MB that no frame begins in but one at its end, as a broken line gives them, in the chunks of a socket. */
function garbage(last) {
  let state = 651;
  const bytes = Buffer.alloc(4 * 1024 * 1024);
  for (let i = 0; i < bytes.length; i += 1)
    bytes[i] = (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 24;
  bytes.set(last, bytes.length - last.length);
  return Array.from({ length: bytes.length >> 16 }, (_, i) => bytes.subarray(i << 16, (i + 1) << 16));
}

export const bench = {
  name: 'sl651',
  goals: [
    { ours: 'yingji', peer: 'binary-parser', atLeast: 3.5 },
    { ours: 'yingji, bytes of garbage', atLeast: 100_000_000 },
  ],
  prepare() {
    const list = frames();
    const parser = peer();
    const chunks = garbage(list[0]);
    let sink = 0;
    const resync = () => {
      let rest = new Uint8Array(0);
      let found = 0;
      let bytes = 0;
      for (const chunk of chunks) {
        const step = sl651Framing.step(rest, chunk);
        rest = step.rest;
        found += step.frames.length;
        bytes += chunk.length;
      }
      sink += found;
      return bytes;
    };
    return Promise.resolve({
      cases: {
        yingji() {
          for (const bytes of list) sink += decodeSl651(bytes).frame.elements[3].value;
          return list.length;
        },
        'binary-parser'() {
          for (const bytes of list) sink += parser.parse(bytes).elements[3].value;
          return list.length;
        },
        'yingji, bytes of garbage': resync,
      },
      check() {
        for (const bytes of list) {
          const { frame } = decodeSl651(bytes);
          const { length: _, at, elements, ...same } = parser.parse(bytes);
          const theirs = { ...same, elements: elements.map(({ guide, value }) => ({ guide, at, value })) };
          const { encoding: _e, direction: _d, ...ours } = frame;
          const [one, two] = [ours, theirs].map((each) =>
            JSON.stringify(each, Object.keys({ ...each, guide: 0, at: 0, value: 0 }).sort()),
          );
          if (one !== two) throw new Error(`${one} is not ${two}`);
        }
        const before = sink;
        resync();
        if (sink - before !== 1) throw new Error(`${sink - before} frames were found in garbage that has one`);
      },
      notes: () => ({ checked: sink > 0 ? 'each decoded object was read' : 'nothing was read' }),
    });
  },
};
