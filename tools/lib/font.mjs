import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { appear, bin, cache } from './run.mjs';

const FONT = bin('@fontsource/noto-sans-sc');

/**
 * Makes a Chinese font that Chromium finds among the machine's own, because the map draws its labels with local fonts; without
 * one every Chinese character would silently be blank. Other systems than Linux have one and no fontconfig.
 * @returns {Record<string, string>} the environment that points fontconfig at it
 */
export function localFont() {
  if (process.platform !== 'linux') return {};
  const { version } = JSON.parse(readFileSync(join(FONT, 'package.json'), 'utf8'));
  const folder = join(cache, `font-${version}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const making = mkdtempSync(`${folder}-`);
    for (const subset of ['chinese-simplified', 'latin'])
      for (const weight of [400, 700]) {
        const woff = readFileSync(join(FONT, 'files', `noto-sans-sc-${subset}-${weight}-normal.woff`));
        writeFileSync(join(making, `${subset}-${weight}.otf`), toSfnt(woff));
      }
    writeFileSync(join(making, 'fonts.conf'), configuration(folder));
    appear(making, folder);
  }
  return { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
}

const configuration = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escape(folder)}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${escape(join(folder, 'cache'))}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
`;
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * WOFF 1.0 → sfnt: a WOFF is an sfnt whose tables are deflated one by one (W3C WOFF 1.0 §3–5).
 * @param {Buffer} woff
 */
function toSfnt(woff) {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20;
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field));
    const bytes = woff.subarray(offset, offset + packed);
    return {
      tag: woff.subarray(at, at + 4),
      sum: woff.readUInt32BE(at + 16),
      data: packed < length ? inflateSync(bytes) : bytes,
    };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * 16, 10);
  let offset = head.length;
  const bodies = tables.map(({ tag, sum, data }, i) => {
    const at = 12 + i * 16;
    tag.copy(head, at);
    head.writeUInt32BE(sum, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    offset += padded.length;
    return padded;
  });
  return Buffer.concat([head, ...bodies]);
}
