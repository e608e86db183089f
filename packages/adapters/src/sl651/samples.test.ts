import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { decodeSl651, ELEMENTS, encodeSl651 } from './index.js';
import { decodeIt } from './station.test.js';

const shared = process.env['YINGJI_SHARED'] ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = `${shared}/samples/sl651/`;
const collected = `${shared}/data/protocols/sl651-frames.json`;
const here = existsSync(folder) && existsSync(collected);

/** Elements as `guide=value`, worked out by hand from the bytes and the fact sheet; by the number in front of a file's name. */
const SAID: { readonly [sample: string]: string } = {
  '03': '20=0.5 26=0.5 39=0.127 38=11.15',
  '05': '20=4 26=4 39=10.49 38=10.99',
  '08': '20=10 26=10 39=14.42 38=12.2',
  '10': '22=5 1a=5 20=5 26=5',
  '11': '20=10 26=10 38=12.2',
  '13': '22=4 1a=4 20=4 26=4',
  '15': '20=13 22=4 39=0.55 38=12.68',
  '16': '39=null 20=0 26=0 38=24',
  '17': '39=null 20=0 26=0 38=24',
  '19': '76=-1.72 77=-0.21 78=1.52',
  '35': '20=1.5 26=1.5 39=0.122 38=11.08',
  '38': '20=4 26=4 39=10.49 38=11.02',
  '39':
    'f4=0.5 f4=0 f4=0 f4=0 f4=2 f4=null f4=null f4=null f4=null f4=null f4=0 f4=0 26=4 ' +
    'f5=0.12 f5=0.12 f5=0.28 f5=0.49 f5=0.49 f5=null f5=null f5=null f5=null f5=null f5=0.49 f5=0.49 39=10.49 20=4 38=10.99',
  '40': 'f4=0.5 f4=0 f4=0 f4=0 f4=2 f4=null f4=null f4=null f4=null f4=null f4=0 f4=0',
  '41': 'f4=0.5 f4=0 f4=0 f4=0 f4=2 f4=null f4=null f4=null f4=null f4=null f4=0 f4=0',
  '48': '70=2200.3 71=2200.3 72=2200.3 73=2200.3 74=2200.3 75=2200.3',
  '50': '45=1024',
};
/** Frames that are one packet of the picture. */
const isPacket = (sample: string): boolean => Number(sample) >= 22 && Number(sample) <= 34;

interface Collected {
  readonly hex: string;
  readonly decoded: { readonly crc_ok: boolean; readonly [said: string]: unknown };
}

describe(`sl651 frames from the field${here ? '' : ' (skipped: ../shared is not here)'}`, () => {
  const files = here ? readdirSync(folder).filter((name) => name.endsWith('.hex')) : [];
  const bytesOf = (name: string): Uint8Array =>
    Uint8Array.from(Buffer.from(readFileSync(folder + name, 'utf8').trim(), 'hex'));
  before(function () {
    if (!here) this.skip();
  });

  it('each decodes to its documented values, and these encode to its bytes', () => {
    expect(files).to.have.length.above(50);
    for (const name of files) {
      const [sample = '', direction, code = ''] = name.replace('.hex', '').split('-');
      if (isPacket(sample)) continue;
      const bytes = bytesOf(name);
      const { frame, length, issues } = decodeSl651(bytes);
      const wrong = issues.filter(({ level }) => level !== 'info').map(({ code: each }) => each);
      // The twentieth ends as only a centre does.
      expect([length, wrong], name).to.deep.equal([bytes.length, sample === '20' ? ['sl651-bad-end'] : []]);
      expect([frame!.direction, frame!.function], name).to.deep.equal([direction, parseInt(code, 16)]);
      const said = frame!.elements.map(({ guide, value }) => `${guide.toString(16)}=${value}`).join(' ');
      expect(said, name).to.equal(SAID[sample] ?? '');
      const { serial: _serial, sentAt: _sentAt, ...head } = frame!;
      const again = encodeSl651({ ...head, body: bytes.slice(14, -3) });
      expect(Buffer.from(again).equals(bytes), name).to.equal(true);
    }
  });

  it('the thirteen packets are one picture', () => {
    const packets = files.filter((name) => isPacket(name.slice(0, 2))).map(bytesOf);
    packets.sort((a, b) => a[16]! - b[16]!);
    const { frame, issues } = decodeSl651(Uint8Array.from(Buffer.concat(packets)));
    expect(issues).to.deep.equal([]);
    expect(frame!.packets).to.deep.equal({ total: 13, here: Array.from({ length: 13 }, (_, i) => i + 1) });
    // Two bytes stand behind the end of the JPEG; they are kept as they came.
    expect(Buffer.from(frame!.picture!).toString('hex')).to.match(/^ffd8ffe0.*ffd900b7$/);
    const { drafts } = decodeIt(Uint8Array.from(Buffer.concat(packets)));
    const { quantity, quality, extra } = (drafts[0]!.body as unknown as { value: { [member: string]: object } }).value;
    expect([drafts.length, quantity, quality]).to.deep.equal([1, 'picture', 'good']);
    expect(extra!['sl651:picture' as never]).to.include({ bytes: frame!.picture!.length, type: 'image/jpeg' });
  });

  it('those collected with what they say are read as it says, and those with a wrong sum refused', () => {
    const all = JSON.parse(readFileSync(collected, 'utf8')) as Collected[];
    const counts = { read: 0, refused: 0, packets: 0 };
    for (const { hex, decoded } of all) {
      const { frame, issues } = decodeSl651(Uint8Array.from(Buffer.from(hex, 'hex')));
      if (!decoded.crc_ok) {
        expect(frame, hex).to.equal(undefined);
        expect(issues[0]!.code).to.be.oneOf(['sl651-checksum', 'sl651-truncated', 'sl651-no-frame']);
        counts.refused += 1;
        continue;
      }
      counts[decoded['start'] === '16' ? 'packets' : 'read'] += 1;
      const time = (bcd: unknown): unknown =>
        typeof bcd === 'string'
          ? `20${bcd.replace(/(..)(..)(..)(..)(..)(..)?/, '$1-$2-$3T$4:$5:$6')}`.replace(/:$/, ':00')
          : undefined;
      expect(frame!.station, hex).to.equal(String(decoded['station']).toLowerCase());
      expect(frame!.centre).to.equal(decoded['center']);
      if (decoded['serial'] !== undefined) expect(frame!.serial).to.equal(decoded['serial']);
      if (decoded['send_time_bcd'] !== undefined && !frame!.packets)
        expect(frame!.sentAt).to.equal(time(decoded['send_time_bcd']));
      const elements = decoded['elements'] as { id: string; value: number | null }[] | undefined;
      if (!elements || frame!.elements.some(({ series }) => series)) continue;
      for (const [i, { guide, value }] of frame!.elements.entries()) {
        expect(guide.toString(16).toUpperCase()).to.equal(elements[i]!.id);
        const read = elements[i]!.value;
        // Its collector knew neither a sign nor that nines are none.
        if (read === null) expect(value === null || value < 0, hex).to.equal(true);
        else expect(value, hex).to.equal(read === 9999.999 ? null : read);
      }
    }
    expect(counts.read).to.be.above(20);
    expect(counts.refused).to.be.above(0);
  });

  it('no number of nines or FF becomes a value, and every level keeps its sign', () => {
    for (const name of files) {
      const { drafts } = decodeIt(bytesOf(name), { verticalDatum: '1985国家高程基准' });
      for (const { body } of drafts) {
        const { value, unit } = (body as { value: { value: unknown; unit?: string } }).value;
        if (unit === 'm' && typeof value === 'number') expect(value, name).to.be.below(100);
      }
    }
  });

  it('the table of elements is that of the appendix', () => {
    const rows = readFileSync(`${folder}elements.csv`, 'utf8').trim().split(/\r?\n/).slice(1);
    const stated = rows.flatMap((row) => {
      const [, guide = '', symbol, digits, decimals = '0'] =
        /^([0-9A-F]{2}),([^,]*),.*N\((\d+)(?:,(\d+))?\)"?$/.exec(row) ?? [];
      return guide === '' || guide === '04' ? [] : [[parseInt(guide, 16), symbol, Number(digits), Number(decimals)]];
    });
    const ours = Object.entries(ELEMENTS).map(([guide, { symbol, digits, decimals }]) => [
      Number(guide),
      symbol,
      digits,
      decimals,
    ]);
    expect(ours.filter(([guide]) => guide !== 0x05).sort(byGuide)).to.deep.equal(stated.sort(byGuide));
  });
});

const byGuide = ([a]: readonly unknown[], [b]: readonly unknown[]): number => Number(a) - Number(b);
