import type { Instant } from '@yingji/core';

export const context = { source: 'x', receivedAt: '2026-06-12T17:00:00+08:00' as Instant };
export const HEAD =
  '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>i</identifier><sender>s</sender><sent>2026-06-12T16:55:00+08:00</sent><status>Actual</status><msgType>Update</msgType><scope>Public</scope>';
export const AREA = `${HEAD}<info><category>Met</category><event>e</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty><headline>暴雨橙色预警</headline><area><areaDesc>d</areaDesc>`;
export const END = '</area></info></alert>';

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Something that is repeated, and what stands round it. */
export interface Repeated {
  readonly what: string;
  readonly unit: string;
  readonly before?: string;
  readonly after?: string;
  /** Less than fills a megabyte, where more would pass another limit. */
  readonly most?: number;
}
/** A document that repeats one thing until it has a megabyte, or a share of that. */
export function filled({ unit, before = HEAD, after = '</alert>', most = Infinity }: Repeated, share = 1): Uint8Array {
  const room = 1_048_000 - encode(before + after).length;
  const times = Math.min(most, Math.floor(room / encode(unit).length));
  return encode(before + unit.repeat(Math.floor(times * share)) + after);
}

const note = { before: `${HEAD}<note>`, after: '</note></alert>' };
const polygon = { before: `${AREA}<polygon>`, after: `</polygon>${END}` };
const within = (name: string) => ({ before: `${HEAD}<${name}>`, after: `</${name}></alert>` });
/** An element each, of which a document may have 30,000. */
const most = 29_000;
/** What costs a reader most; nothing of it may cost more than its size. */
export const heavy: readonly Repeated[] = [
  { what: 'bare ampersands', unit: '&', ...note },
  { what: 'entities', unit: '&amp;', ...note },
  { what: 'numeric references', unit: '&#65;', ...note },
  { what: 'CDATA sections', unit: '<![CDATA[a]]>', ...note },
  { what: 'one long CDATA section', unit: '雨 ]] ', before: `${HEAD}<note><![CDATA[`, after: ']]></note></alert>' },
  { what: 'comments', unit: '<!---->' },
  { what: 'half tags in CDATA', unit: '<a', before: `${HEAD}<note><![CDATA[`, after: ']]></note></alert>' },
  { what: 'carriage returns', unit: '\r', ...note },
  { what: 'control characters', unit: '\u0001', ...note },
  { what: 'quotes', unit: '"', ...within('incidents') },
  { what: 'words', unit: 'a ', ...within('incidents') },
  { what: 'broken references', unit: 'a ', ...within('references') },
  { what: 'references', unit: 'a,b,2026-06-12T16:55:00+08:00 ', ...within('references') },
  { what: 'corners', unit: '1,2 ', ...polygon },
  { what: 'corners at the antimeridian', unit: '1,179 1,-179 ', ...polygon },
  {
    ...{ what: '49,000 corners at the antimeridian', unit: '1,179 2,-179 ', most: 24_500 },
    ...{ ...polygon, after: `1,179</polygon>${END}` },
  },
  { what: 'gaps', unit: ' ', ...polygon },
  { what: 'digits', unit: '1', ...polygon },
  { what: 'polygons', unit: '<polygon>1,2 3,4 5,6 1,2</polygon>', before: AREA, after: END, most },
  { what: 'broken polygons', unit: '<polygon>x</polygon>', before: AREA, after: END, most },
  {
    ...{ what: 'areas', unit: '<area><areaDesc>城区</areaDesc><circle>22.8,108.3 2</circle></area>', most: most / 3 },
    ...{ before: AREA, after: END },
  },
  { what: 'nests as deep as may be', unit: '<a>'.repeat(60) + '</a>'.repeat(60), most: most / 60 },
  { what: 'unknown elements', unit: '<b>x</b>', most },
  { what: 'attributes', unit: '<b a="1"/>', most },
  { what: 'namespaces', unit: '<p:b xmlns:p="urn:p"/>', most },
  { what: 'infos', unit: '<info></info>', most },
  {
    ...{ what: 'division codes', unit: '450103,' },
    ...{ before: `${AREA}<geocode><valueName>x</valueName><value>`, after: `450103</value></geocode>${END}` },
  },
  {
    ...{ what: 'colours', unit: '升级为橙色', before: `${HEAD}<info><headline>` },
    ...{ after: '</headline></info></alert>' },
  },
  { what: 'language parts', unit: 'a-', before: `${HEAD}<info><language>`, after: '</language></info></alert>' },
  {
    ...{ what: 'entries', unit: '<entry/>', most },
    ...{ before: '<feed xmlns="http://www.w3.org/2005/Atom">', after: '</feed>' },
  },
  { what: 'less-than signs', unit: '<', before: '', after: '' },
  { what: 'an open attribute', unit: 'x', before: '<a b="', after: '' },
  { what: 'spaces in a tag', unit: ' ', before: '<a ', after: '' },
];
