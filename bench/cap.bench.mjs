// CAP document (bytes) → typed alert with numeric polygons: ours beside libxml2-wasm and fast-xml-parser, each with a
// mapping written for it. All build the same object from the same bytes; prepare().check() compares them first.
import { decodeCap } from '@yingji/adapters/cap';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { XmlDocument } from 'libxml2-wasm';

const MANY = new Set([
  'code',
  'info',
  'category',
  'responseType',
  'eventCode',
  'parameter',
  'resource',
  'area',
  'polygon',
  'circle',
  'geocode',
]);

/** A ring of `points` corners around Nanning, closed, five decimals as publishers write them. */
function ring(points, seed) {
  const corners = Array.from({ length: points }, (_, at) => {
    const angle = (at / points) * 2 * Math.PI;
    return `${(22.8 + seed / 100 + 0.5 * Math.sin(angle)).toFixed(5)},${(108.3 + 0.9 * Math.cos(angle)).toFixed(5)}`;
  });
  return [...corners, corners[0]].join(' ');
}

const ENGLISH = {
  event: 'Rainstorm',
  sender: 'Drill Weather &amp; Rescue Office',
  headline: 'Rainstorm with &gt; 50 mm in an hour',
  description: 'More than 50 mm of rain within the hour; low roads &amp; underpasses flood quickly. '.repeat(6),
  instruction: 'Stay indoors; keep away from low roads and water. '.repeat(4),
  area: 'District',
};
const CHINESE = {
  event: '暴雨',
  sender: '南宁市气象台（演练）',
  headline: '南宁市气象台发布暴雨橙色预警信号（演练）',
  description: '预计未来一小时降雨量将达50毫米以上，低洼路段和下穿通道将快速积水，请注意防范。'.repeat(6),
  instruction: '请留在室内，远离低洼路段和水边。'.repeat(4),
  area: '城区',
};

function info(language, { points, areas, words = ENGLISH }) {
  const parameters = Array.from(
    { length: 6 },
    (_, at) => `<parameter><valueName>p${at}</valueName><value>v${at}</value></parameter>`,
  );
  const places = Array.from(
    { length: areas },
    (_, at) =>
      `<area><areaDesc>${words.area} ${at}</areaDesc><polygon>${ring(points, at)}</polygon><geocode><valueName>CN-GB2260</valueName><value>45010${at}</value></geocode></area>`,
  );
  return [
    `<info><language>${language}</language><category>Met</category><category>Safety</category><event>${words.event}</event>`,
    '<responseType>Shelter</responseType><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>',
    '<eventCode><valueName>CN-12379</valueName><value>11B03</value></eventCode>',
    '<effective>2026-06-12T16:55:00+08:00</effective><onset>2026-06-12T17:00:00+08:00</onset><expires>2026-06-12T19:55:00+08:00</expires>',
    `<senderName>${words.sender}</senderName><headline>${words.headline}</headline>`,
    `<description>${words.description}(${language})</description><instruction>${words.instruction}138 0000 0000</instruction>`,
    `<web>https://example.org/w/1</web><contact>138 0000 0000</contact>${parameters.join('')}${places.join('\n')}</info>`,
  ].join('');
}

function capDocument(languages, size) {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">\n<identifier>DRILL-2026-0001</identifier>',
    '<sender>drill@example.org</sender><sent>2026-06-12T16:55:00+08:00</sent><status>Exercise</status><msgType>Alert</msgType><scope>Public</scope>\n',
    `${languages.map((language) => info(language, size)).join('\n')}\n</alert>`,
  ].join('');
}

// What both peers share: the quickest way known here to turn "lat,lon lat,lon …" into numbers, bytes instead of characters.
const POWERS = Float64Array.from({ length: 16 }, (_, power) => 10 ** power);
const peerEncoder = new TextEncoder();
const peerBytes = new Uint8Array(1 << 16);
function peerRing(text) {
  const { written } = peerEncoder.encodeInto(text, peerBytes);
  peerBytes[written] = 32;
  const corners = [];
  let lat = 0;
  for (let at = 0; at < written; at += 1) {
    let code = peerBytes[at];
    const negative = code === 45;
    if (negative) code = peerBytes[(at += 1)];
    let value = 0;
    let decimals = 0;
    for (; code >= 48 && code <= 57; code = peerBytes[(at += 1)]) value = value * 10 + code - 48;
    if (code === 46) {
      const dot = at + 1;
      for (code = peerBytes[(at += 1)]; code >= 48 && code <= 57; code = peerBytes[(at += 1)])
        value = value * 10 + code - 48;
      decimals = at - dot;
    }
    const number = (negative ? -value : value) / POWERS[decimals];
    if (code === 44) lat = number;
    else corners.push([number, lat]);
  }
  return corners;
}

function peerCircle(text) {
  const [lat, lon, km] = text.split(/[ ,]/).map(Number);
  return { centre: [lon, lat], radiusM: km * 1000 };
}

function peerReferences(text) {
  return text
    ? text.split(/\s+/).map((word) => {
        const [sender, identifier, sentText] = word.split(',');
        return { sender, identifier, sentText, sent: sentText };
      })
    : [];
}

// libxml2-wasm: one walk over the nodes with a switch on the names; every wasm call that can be spared is.
function textsOf(element) {
  const texts = {};
  for (let node = element.firstChild; node; node = node.next) {
    const { name } = node;
    if (name !== undefined && name !== 'text') texts[name] = node.content;
  }
  return texts;
}

function libxmlNamed(element) {
  const { valueName, value } = textsOf(element);
  return { name: valueName, value };
}

function libxmlArea(element) {
  const area = { name: '', polygons: [], circles: [], geocodes: [], unread: [] };
  for (let node = element.firstChild; node; node = node.next) {
    switch (node.name) {
      case 'areaDesc':
        area.name = node.content;
        break;
      case 'polygon':
        area.polygons.push(peerRing(node.content));
        break;
      case 'circle':
        area.circles.push(peerCircle(node.content));
        break;
      case 'geocode':
        area.geocodes.push(libxmlNamed(node));
        break;
      case 'altitude':
        area.altitudeFt = Number(node.content);
        break;
      case 'ceiling':
        area.ceilingFt = Number(node.content);
        break;
    }
  }
  return area;
}

function libxmlInfo(element) {
  const found = {
    language: 'en-US',
    categories: [],
    responseTypes: [],
    eventCodes: [],
    parameters: [],
    resources: [],
    areas: [],
  };
  for (let node = element.firstChild; node; node = node.next) {
    const { name } = node;
    switch (name) {
      case 'category':
        found.categories.push(node.content);
        break;
      case 'responseType':
        found.responseTypes.push(node.content);
        break;
      case 'eventCode':
        found.eventCodes.push(libxmlNamed(node));
        break;
      case 'parameter':
        found.parameters.push(libxmlNamed(node));
        break;
      case 'area':
        found.areas.push(libxmlArea(node));
        break;
      case 'resource': {
        const { resourceDesc, size, ...rest } = textsOf(node);
        found.resources.push({ description: resourceDesc, ...(size ? { size: Number(size) } : {}), ...rest });
        break;
      }
      case undefined:
      case 'text':
      case 'comment':
        break;
      default:
        found[name] = node.content;
    }
  }
  return found;
}

function byLibxml(bytes) {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    const alert = {
      version: '1.2',
      addresses: [],
      codes: [],
      references: [],
      incidents: [],
      infos: [],
      signed: false,
      unknown: [],
    };
    for (let node = document.root.firstChild; node; node = node.next) {
      const { name } = node;
      switch (name) {
        case 'info':
          alert.infos.push(libxmlInfo(node));
          break;
        case 'code':
          alert.codes.push(node.content);
          break;
        case 'references':
          alert.references = peerReferences(node.content);
          break;
        case 'addresses':
        case 'incidents':
          alert[name] = node.content.split(/\s+/);
          break;
        case 'sent':
          alert.sent = alert.sentText = node.content;
          break;
        case undefined:
        case 'text':
        case 'comment':
          break;
        default:
          alert[name] = node.content;
      }
    }
    return alert;
  } finally {
    document.dispose();
  }
}

// fast-xml-parser: its own arrays for repeated elements, no value guessing, entities on, validation as it offers it.
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  removeNSPrefix: true,
  isArray: (name) => MANY.has(name),
});
const decoder = new TextDecoder();

const fastNamed = ({ valueName, value }) => ({ name: valueName, value });

function fastArea({ areaDesc, polygon = [], circle = [], geocode = [], altitude, ceiling }) {
  const area = {
    name: areaDesc,
    polygons: polygon.map(peerRing),
    circles: circle.map(peerCircle),
    geocodes: geocode.map(fastNamed),
    unread: [],
  };
  if (altitude !== undefined) area.altitudeFt = Number(altitude);
  if (ceiling !== undefined) area.ceilingFt = Number(ceiling);
  return area;
}

function fastInfo({
  category = [],
  responseType = [],
  eventCode = [],
  parameter = [],
  resource = [],
  area = [],
  ...rest
}) {
  return {
    language: 'en-US',
    ...rest,
    categories: category,
    responseTypes: responseType,
    eventCodes: eventCode.map(fastNamed),
    parameters: parameter.map(fastNamed),
    resources: resource.map(({ resourceDesc, ...more }) => ({ description: resourceDesc, ...more })),
    areas: area.map(fastArea),
  };
}

function byFast(bytes) {
  const text = decoder.decode(bytes);
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const { code = [], info: infos = [], references, addresses, incidents, sent, ...rest } = parser.parse(text).alert;
  return {
    version: '1.2',
    ...rest,
    sent,
    sentText: sent,
    addresses: addresses ? addresses.split(/\s+/) : [],
    codes: code,
    references: peerReferences(references),
    incidents: incidents ? incidents.split(/\s+/) : [],
    infos: infos.map(fastInfo),
    signed: false,
    unknown: [],
  };
}

function byOurs(bytes) {
  const { alert, issues } = decodeCap(bytes);
  if (!alert || issues.length > 0) throw new Error(`the document of the bench is not clean: ${JSON.stringify(issues)}`);
  return alert;
}

/** Members in one order, absent ones left out: the three build theirs in different orders. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

const SIZES = {
  '6.6 KB': capDocument(['en-US', 'zh-CN'], { points: 30, areas: 2 }),
  '54 KB': capDocument(['en-US', 'zh-CN', 'vi-VN'], { points: 118, areas: 7 }),
  // A third of our time goes into turning its UTF-8 into a string, which libxml2 does without and English takes a thirtieth of.
  '7 KB Chinese': capDocument(['zh-CN', 'zh-HK'], { points: 30, areas: 2, words: CHINESE }),
};
const READERS = { ours: byOurs, 'libxml2-wasm': byLibxml, 'fast-xml-parser validating': byFast };

export const bench = {
  name: 'CAP document to typed alert',
  goals: [
    { ours: 'ours 6.6 KB', peer: 'libxml2-wasm 6.6 KB', atLeast: 2.5 },
    { ours: 'ours 6.6 KB', peer: 'fast-xml-parser validating 6.6 KB', atLeast: 10 },
    { ours: 'ours 54 KB', peer: 'libxml2-wasm 54 KB', atLeast: 1.8 },
    { ours: 'ours 7 KB Chinese', peer: 'libxml2-wasm 7 KB Chinese', atLeast: 2 },
    { ours: 'ours 7 KB Chinese', peer: 'fast-xml-parser validating 7 KB Chinese', atLeast: 5 },
  ],
  async prepare() {
    const encoder = new TextEncoder();
    const cases = {};
    const results = [];
    for (const [size, text] of Object.entries(SIZES)) {
      const bytes = encoder.encode(text);
      for (const [name, read] of Object.entries(READERS)) {
        cases[`${name} ${size}`] = () => {
          read(bytes);
          return 1;
        };
        results.push({ name, size, result: () => JSON.stringify(sorted(read(bytes))) });
      }
    }
    return {
      cases,
      check() {
        for (const size of Object.keys(SIZES)) {
          const of = results.filter((entry) => entry.size === size);
          const expected = of[0].result();
          const corners = JSON.parse(expected).infos.flatMap(({ areas }) =>
            areas.flatMap(({ polygons }) => polygons.flat()),
          ).length;
          if (corners < 120) throw new Error(`only ${corners} corners were read`);
          for (const { name, result } of of)
            if (result() !== expected) throw new Error(`${name} reads ${size} otherwise than ours`);
        }
      },
    };
  },
};
