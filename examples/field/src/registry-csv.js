import { writeWhole } from './write-whole.js';
import { nativeAddress } from './town.js';
import { COMMUNITIES, STREETS } from './town-words.js';
import path from 'node:path';

/** RFC 4180, UTF-8 without a mark. */
const cell = (/** @type {string | number} */ value) =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
const sheet = (/** @type {readonly (readonly (string | number)[])[]} */ rows) =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
const degrees = (/** @type {number} */ value) => value.toFixed(6);

/**
 * Devices: every detector of the town and, first in each building, its transmission device. The parts that a building has but
 * nobody registered are left out, as in life.
 * @param {import('./town.js').Town} town
 */
export function devicesCsv(town) {
  const rows = [['编码', '名称', '类型', '经度', '纬度', '坐标系', '所在地点', '防火分区', '上报周期', '备注']];
  const row = (/** @type {(string | number)[]} */ ...cells) => rows.push(cells.map(String));
  for (const site of town.sites) {
    const place = [degrees(site.lon), degrees(site.lat), 'WGS84', site.code];
    row(site.transmitter, `${site.name}用传装置`, '用户信息传输装置', ...place, '', '事件', '虚构，演练');
    for (const detector of site.detectors) {
      const at = [degrees(detector.lon), degrees(detector.lat), 'WGS84', site.code];
      row(nativeAddress(site, detector), detector.name, detector.type, ...at, detector.zone, '事件', '虚构，演练');
    }
  }
  return sheet(rows);
}

/**
 * Places: streets and communities (real names and codes, no point), compounds and buildings (invented). The district is left to
 * whoever has its boundary; `district` is how the streets name it.
 * @param {import('./town.js').Town} town
 * @param {string} [district] code, or a full id such as place/divisions/450103
 */
export function placesCsv(town, district = '450103') {
  const rows = [['编码', '名称', '类型', '经度', '纬度', '坐标系', '上级', '备注']];
  for (const [code, name] of Object.entries(STREETS)) rows.push([code, name, '街道', '', '', '', district, '']);
  for (const { code, name } of COMMUNITIES) rows.push([code, name, '社区', '', '', '', code.slice(0, 9), '']);
  for (const { code, name, community, lon, lat } of town.compounds) {
    rows.push([code, `${name}（虚构）`, '小区', degrees(lon), degrees(lat), 'WGS84', community, '虚构，演练']);
  }
  for (const { code, name, lon, lat } of town.sites) {
    rows.push([
      code,
      `${name}（虚构）`,
      '楼栋',
      degrees(lon),
      degrees(lat),
      'WGS84',
      code.replace(/-B\d+$/, ''),
      '虚构，演练',
    ]);
  }
  return sheet(rows);
}

/**
 * Writes devices.csv and places.csv, each whole or not at all.
 * @param {{ out: string, town: import('./town.js').Town, district?: string }} options
 */
export async function writeRegistry({ out, town, district }) {
  const [devices, places] = [path.join(out, 'devices.csv'), path.join(out, 'places.csv')];
  await writeWhole(places, placesCsv(town, district));
  await writeWhole(devices, devicesCsv(town));
  return { devices, places };
}
