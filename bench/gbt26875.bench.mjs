// GB/T 26875.3 type 2 frame of 78 bytes → object with the same members, ours beside binary-parser.
import { Parser } from 'binary-parser';
import { decodeGbt26875, encodeGbt26875 } from '@yingji/adapters/gbt26875';

const FRAMES = 4096;
const gb18030 = new TextDecoder('gb18030');
const TWO = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
/** What both sides must do with a label: text of an instant. The peer checks nothing, neither labels nor marks nor the sum. */
const time = ({ second, minute, hour, day, month, year }) =>
  `20${TWO[year]}-${TWO[month]}-${TWO[day]}T${TWO[hour]}:${TWO[minute]}:${TWO[second]}`;

/** @param {boolean} text whether each frame carries its own 31 bytes of GB 18030 */
function frames(text) {
  return Array.from({ length: FRAMES }, (_, n) => {
    const unit = new Uint8Array(48);
    unit.set([2, 1, 1, 1, 40, n & 255, n >> 8, 2, 0, 2, 0]);
    // 新竹小区 and a number of its own, so that no cache of texts can help.
    if (text)
      unit.set([0xd0, 0xc2, 0xd6, 0xf1, 0xd0, 0xa1, 0xc7, 0xf8, ...Buffer.from(`${n}#`), 0xb8, 0xd0, 0xd1, 0xcc], 11);
    unit.set([n % 60, 58, 9, 26, 9, 12], 42);
    return encodeGbt26875({
      serial: n,
      version: { major: 1, user: 1 },
      time: '2012-09-26T09:58:32',
      source: 889,
      destination: 88_888,
      command: 2,
      unit,
    });
  });
}

function trimmed(bytes) {
  if (bytes[0] === 0) return '';
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 32)) end -= 1;
  return end === 0 ? '' : gb18030.decode(bytes.subarray(0, end));
}

const u48 = (name) => (parser) => parser.uint32(`${name}Low`).uint16(`${name}High`);
const six = new Parser().uint8('second').uint8('minute').uint8('hour').uint8('day').uint8('month').uint8('year');
const label = (parser) => parser.nest('time', { type: six, formatter: time });

/**
 * The fastest of several ways to write it: a label as a nested parser costs less than as an array or a buffer of six bytes, and
 * what is not part of the result is skipped. Halves of an address are not even put together.
 */
function peer() {
  const object = label(
    new Parser()
      .endianess('little')
      .uint8('system')
      .uint8('systemAddress')
      .uint8('component')
      .uint32('address')
      .uint16('status')
      .buffer('text', { length: 31, formatter: trimmed }),
  );
  let parser = new Parser()
    .endianess('little')
    .skip(2)
    .uint16('serial')
    .nest('version', { type: new Parser().uint8('major').uint8('user') });
  parser = label(parser);
  parser = u48('destination')(u48('source')(parser));
  return parser
    .skip(2)
    .uint8('command')
    .uint8('type')
    .uint8('count')
    .array('objects', { type: object, length: 'count' });
}

export const bench = {
  name: 'gbt26875',
  goals: [
    { ours: 'yingji, with text', peer: 'binary-parser, with text', atLeast: 3.5 },
    { ours: 'yingji, without text', peer: 'binary-parser, without text', atLeast: 6 },
    { ours: 'yingji, with text', atLeast: 1_000_000 },
  ],
  prepare() {
    const [withText, without] = [frames(true), frames(false)];
    const parser = peer();
    let sink = 0;
    const ours = (list) => () => {
      for (const bytes of list) sink += decodeGbt26875(bytes).frame.objects[0].status;
      return list.length;
    };
    const theirs = (list) => () => {
      for (const bytes of list) sink += parser.parse(bytes).objects[0].status;
      return list.length;
    };
    return Promise.resolve({
      cases: {
        'yingji, with text': ours(withText),
        'binary-parser, with text': theirs(withText),
        'yingji, without text': ours(without),
        'binary-parser, without text': theirs(without),
      },
      check() {
        for (const bytes of [...withText, ...without]) {
          const { frame } = decodeGbt26875(bytes);
          const {
            serial,
            version,
            time: at,
            sourceLow,
            sourceHigh,
            destinationLow,
            destinationHigh,
            command,
            type,
            objects,
          } = parser.parse(bytes);
          const same = {
            serial,
            version,
            time: at,
            source: sourceLow + sourceHigh * 2 ** 32,
            destination: destinationLow + destinationHigh * 2 ** 32,
            command,
            type,
            objects,
          };
          if (JSON.stringify(frame) !== JSON.stringify(same))
            throw new Error(`${JSON.stringify(frame)} is not ${JSON.stringify(same)}`);
        }
      },
      notes: () => ({ checked: sink > 0 ? 'each decoded object was read' : 'nothing was read' }),
    });
  },
};
