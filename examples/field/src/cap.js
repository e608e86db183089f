import path from 'node:path';
import { capTime } from './beijing-time.js';
import { writeWhole } from './write-whole.js';

/**
 * A CAP 1.2 alert of this field: one info block in Chinese. Times are epoch ms.
 * @typedef {{ name: string, value: string }} Named
 * @typedef {{ name: string, geocodes?: readonly Named[], polygons?: readonly (readonly (readonly [lon: number, lat: number])[])[],
 *   circles?: readonly { lon: number, lat: number, radiusKm: number }[] }} CapArea
 * @typedef {{ sender: string, identifier: string, sent: number }} CapReference
 * @typedef {CapReference & {
 *   status?: 'Actual' | 'Exercise' | 'System' | 'Test' | 'Draft',
 *   msgType: 'Alert' | 'Update' | 'Cancel',
 *   source?: string, note?: string, references?: readonly CapReference[],
 *   event: string, eventCode?: string, responseTypes?: readonly string[],
 *   urgency: string, severity: string, certainty: string,
 *   effective?: number, expires?: number,
 *   senderName: string, headline: string, description: string, instruction?: string,
 *   parameters?: readonly Named[], areas: readonly CapArea[],
 * }} CapMessage status is Exercise where nothing else is said
 */

const ENTITIES = /** @type {const} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' });
const escape = (/** @type {string | number} */ text) =>
  String(text)
    // XML 1.0 has no way to write these.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replace(/[&<>"]/g, (letter) => ENTITIES[/** @type {'&'} */ (letter)]);

/**
 * @param {CapReference} message
 * @returns {CapReference}
 */
export const referenceTo = ({ sender, identifier, sent }) => ({ sender, identifier, sent });

/**
 * @param {CapMessage} message
 * @returns {string} the document, elements in the order of the schema
 */
export function encodeCap(message) {
  /** @type {string[]} */
  const lines = [];
  let depth = 1;
  const put = (/** @type {string} */ name, /** @type {string | number | undefined} */ value) => {
    if (value !== undefined) lines.push(`${'  '.repeat(depth)}<${name}>${escape(value)}</${name}>`);
  };
  const group = (/** @type {string} */ name, /** @type {() => void} */ fill) => {
    lines.push(`${'  '.repeat(depth)}<${name}>`);
    depth += 1;
    fill();
    depth -= 1;
    lines.push(`${'  '.repeat(depth)}</${name}>`);
  };
  const named = (/** @type {string} */ element, /** @type {readonly Named[]} */ list = []) => {
    for (const { name, value } of list) {
      group(element, () => {
        put('valueName', name);
        put('value', value);
      });
    }
  };
  const time = (/** @type {number | undefined} */ ms) => (ms === undefined ? undefined : capTime(ms));

  put('identifier', message.identifier);
  put('sender', message.sender);
  put('sent', time(message.sent));
  put('status', message.status ?? 'Exercise');
  put('msgType', message.msgType);
  put('source', message.source);
  put('scope', 'Public');
  put('note', message.note ?? '演练，内容全部虚构');
  const references = (message.references ?? []).map(
    ({ sender, identifier, sent }) => `${sender},${identifier},${capTime(sent)}`,
  );
  if (references.length > 0) put('references', references.join(' '));
  group('info', () => {
    put('language', 'zh-CN');
    put('category', 'Met');
    put('event', message.event);
    for (const type of message.responseTypes ?? []) put('responseType', type);
    put('urgency', message.urgency);
    put('severity', message.severity);
    put('certainty', message.certainty);
    if (message.eventCode !== undefined) named('eventCode', [{ name: 'CN-12379', value: message.eventCode }]);
    put('effective', time(message.effective ?? message.sent));
    put('expires', time(message.expires));
    put('senderName', message.senderName);
    put('headline', message.headline);
    put('description', message.description);
    put('instruction', message.instruction);
    named('parameter', message.parameters);
    for (const area of message.areas) {
      group('area', () => {
        put('areaDesc', area.name);
        // CAP writes latitude first.
        for (const ring of area.polygons ?? []) put('polygon', ring.map(([lon, lat]) => `${lat},${lon}`).join(' '));
        for (const { lon, lat, radiusKm } of area.circles ?? []) put('circle', `${lat},${lon} ${radiusKm}`);
        named('geocode', area.geocodes);
      });
    }
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">\n${lines.join('\n')}\n</alert>\n`;
}

/**
 * Puts a message, or a document as it is, into a folder; gives the file's path.
 * @param {string} folder
 * @param {CapMessage | { identifier: string, xml: string }} message
 * @param {{ suffix?: string }} [options] suffix: of the file name, for the same message once more
 */
export async function publishCap(folder, message, { suffix = '' } = {}) {
  const name = `${message.identifier}${suffix}`.replace(/[^\w.-]/g, '_');
  const file = path.join(folder, `${name}.xml`);
  await writeWhole(file, 'xml' in message ? message.xml : encodeCap(message));
  return file;
}
