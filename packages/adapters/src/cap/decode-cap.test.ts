import { expect } from 'chai';
import type { Issue } from '@yingji/core';
import { decodeCap } from './decode-cap.js';

/** Every element of CAP 1.2, in the order of the norm. */
const FULL = `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>DRILL-7</identifier><sender>drill@example.org</sender><sent>2026-06-12T16:55:00+08:00</sent>
  <status>Exercise</status><msgType>Update</msgType><source>desk 1</source><scope>Restricted</scope>
  <restriction>duty officers</restriction><addresses>a@example.org "office two"</addresses><code>c1</code><code>c2</code>
  <note>a drill</note><references>drill@example.org,DRILL-6,2026-06-12T08:00:00-00:00</references><incidents>"flood drill" d2</incidents>
  <info>
    <language>zh-CN</language><category>Met</category><category>Safety</category><event>暴雨</event>
    <responseType>Shelter</responseType><responseType>Monitor</responseType>
    <urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><audience>all</audience>
    <eventCode><valueName>CN-12379</valueName><value>11B03</value></eventCode>
    <effective>2026-06-12T17:00:00+08:00</effective><onset>2026-06-12T18:00:00+08:00</onset><expires>2026-06-12T20:00:00+08:00</expires>
    <senderName>南宁市气象台</senderName><headline>暴雨橙色
      预警</headline><description><![CDATA[3 小时 > 50 毫米
& 更多]]></description><instruction>远离低洼路段</instruction><web>https://example.org/1</web><contact>138 0000 0000</contact>
    <parameter><valueName>colour</valueName><value>orange</value></parameter>
    <resource><resourceDesc>map</resourceDesc><mimeType>image/png</mimeType><size>1234</size><uri>map.png</uri><derefUri>AAAA</derefUri><digest>da39</digest></resource>
    <area><areaDesc>青秀区
      南湖</areaDesc><polygon>22.5,108.1 22.9,108.1 22.9,108.6 22.5,108.1</polygon><polygon>1,2 3,4 5,6 1,2</polygon><circle>22.8,108.3 2</circle>
      <geocode><valueName>CN-GB2260</valueName><value>450103</value></geocode><altitude>100</altitude><ceiling>250.5</ceiling></area>
  </info>
</alert>`;

const MINIMAL = {
  identifier: 'i',
  sender: 's',
  sent: '2026-06-12T16:55:00+08:00',
  status: 'Actual',
  msgType: 'Alert',
  scope: 'Public',
};
type Parts = { readonly [name: string]: string };
const elements = (parts: Parts): string =>
  Object.entries(parts)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('');
const INFO =
  '<category>Met</category><event>e</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty>';
const alertXml = (parts: Parts = {}, rest = ''): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">${elements({ ...MINIMAL, ...parts })}${rest}</alert>`;
const areaXml = (inside: string): string =>
  alertXml({}, `<info>${INFO}<area><areaDesc>d</areaDesc>${inside}</area></info>`);
const told = (issues: readonly Issue[]): string[] => issues.map(({ code, path }) => `${code} ${path}`);

describe('decodeCap', () => {
  it('reads every element', () => {
    const { alert, issues } = decodeCap(new TextEncoder().encode(FULL));
    expect(issues).to.deep.equal([]);
    expect(alert).to.deep.equal({
      version: '1.2',
      identifier: 'DRILL-7',
      sender: 'drill@example.org',
      sent: '2026-06-12T16:55:00+08:00',
      sentText: '2026-06-12T16:55:00+08:00',
      status: 'Exercise',
      msgType: 'Update',
      source: 'desk 1',
      scope: 'Restricted',
      restriction: 'duty officers',
      addresses: ['a@example.org', 'office two'],
      codes: ['c1', 'c2'],
      note: 'a drill',
      references: [
        {
          sender: 'drill@example.org',
          identifier: 'DRILL-6',
          sentText: '2026-06-12T08:00:00-00:00',
          sent: '2026-06-12T08:00:00-00:00',
        },
      ],
      incidents: ['flood drill', 'd2'],
      infos: [
        {
          language: 'zh-CN',
          categories: ['Met', 'Safety'],
          event: '暴雨',
          responseTypes: ['Shelter', 'Monitor'],
          urgency: 'Expected',
          severity: 'Severe',
          certainty: 'Likely',
          audience: 'all',
          eventCodes: [{ name: 'CN-12379', value: '11B03' }],
          effective: '2026-06-12T17:00:00+08:00',
          onset: '2026-06-12T18:00:00+08:00',
          expires: '2026-06-12T20:00:00+08:00',
          senderName: '南宁市气象台',
          headline: '暴雨橙色 预警',
          description: '3 小时 > 50 毫米\n& 更多',
          instruction: '远离低洼路段',
          web: 'https://example.org/1',
          contact: '138 0000 0000',
          parameters: [{ name: 'colour', value: 'orange' }],
          resources: [
            { description: 'map', mimeType: 'image/png', size: 1234, uri: 'map.png', derefUri: 'AAAA', digest: 'da39' },
          ],
          areas: [
            {
              name: '青秀区 南湖',
              polygons: [
                [
                  [108.1, 22.5],
                  [108.1, 22.9],
                  [108.6, 22.9],
                  [108.1, 22.5],
                ],
                [
                  [2, 1],
                  [4, 3],
                  [6, 5],
                  [2, 1],
                ],
              ],
              circles: [{ centre: [108.3, 22.8], radiusM: 2000 }],
              geocodes: [{ name: 'CN-GB2260', value: '450103' }],
              altitudeFt: 100,
              ceilingFt: 250.5,
              unread: [],
            },
          ],
        },
      ],
      signed: false,
      unknown: [],
    });
  });

  it('reads text as it reads bytes, prefixed as plain', () => {
    const plain = decodeCap(FULL).alert;
    expect(decodeCap(new TextEncoder().encode(FULL)).alert).to.deep.equal(plain);
    const prefixed = FULL.replace(/<(\/?)([a-z])/gi, '<$1cap:$2')
      .replace('xmlns=', 'xmlns:cap=')
      .replace('<?cap:xml', '<?xml');
    expect(decodeCap(prefixed)).to.deep.equal({ alert: plain, issues: [] });
  });

  it('reads CAP 1.1, and 1.0 and a version to come as far as they are alike', () => {
    for (const [namespace, version] of [
      ['urn:oasis:names:tc:emergency:cap:1.1', '1.1'],
      ['http://www.incident.com/cap/1.0', '1.0'],
      ['urn:oasis:names:tc:emergency:cap:1.3', ''],
      ['', ''],
    ] as const) {
      const { alert } = decodeCap(FULL.replace('urn:oasis:names:tc:emergency:cap:1.2', namespace));
      expect(alert?.version, namespace).to.equal(version);
      expect(alert?.infos[0]?.areas[0]?.polygons, namespace).to.have.length(2);
    }
    expect(told(decodeCap(FULL.replace(/ xmlns="[^"]*"/, '')).issues)).to.deep.equal(['cap-namespace /alert']);
  });

  it('sees a signature, and does not trust it', () => {
    const { alert, issues } = decodeCap(
      alertXml({}, '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>'),
    );
    expect(issues).to.deep.equal([]);
    expect(alert!.signed).to.equal(true);
  });

  it('says what is no CAP', () => {
    for (const text of [
      '<foo/>',
      '<alert xmlns="foo"/>',
      '<alert/>',
      '<alert xmlns="http://com.icss.amp"><identifier>1</identifier></alert>',
    ])
      expect(decodeCap(text), text).to.satisfy(
        ({ alert, issues }: ReturnType<typeof decodeCap>) =>
          alert === undefined && issues.length === 1 && issues[0]!.code === 'not-cap',
      );
  });

  it('keeps what people can read of an alert without anything', () => {
    const { alert, issues } = decodeCap(
      '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><info><headline>Flood!</headline></info></alert>',
    );
    expect(alert!.infos[0]!.headline).to.equal('Flood!');
    expect(issues.every(({ code }) => code === 'cap-missing')).to.equal(true);
    expect(issues).to.have.length(11);
  });

  const cases: readonly (readonly [what: string, text: string, issues: readonly string[]])[] = [
    ['an unknown element', alertXml({ scoep: 'x' }), ['cap-unknown-element /alert/scoep']],
    ['an element of another namespace', alertXml({}, '<x xmlns="urn:x">1</x>'), ['cap-unknown-element /alert/x']],
    ['a doubled element', alertXml({}, '<sender>t</sender>'), ['cap-duplicate /alert/sender/1']],
    [
      'an element out of order',
      alertXml({}, '<source>x</source><incidents>i</incidents><note>n</note>'),
      ['cap-order /alert/scope'],
    ],
    ['text between elements', alertXml({}, 'stray'), ['cap-stray-text /alert']],
    ['a missing element', alertXml().replace('<scope>Public</scope>', ''), ['cap-missing /alert']],
    ['an empty element', alertXml({}, '<note/>'), ['cap-empty /alert/note']],
    ['a word no list holds', alertXml({ scope: 'Everybody' }), ['cap-enum /alert/scope']],
    ['a word in other letters', alertXml({ status: 'ACTUAL' }), ['cap-enum /alert/status']],
    ['an identifier with a comma', alertXml({ identifier: 'a,b' }), ['cap-identifier /alert/identifier']],
    ['a sender with a space', alertXml({ sender: 'a b' }), ['cap-sender /alert/sender']],
    ['a time that is none', alertXml({ sent: '2026-14-02T14:39:01+08:00' }), ['cap-time /alert/sent']],
    ['a time in another form', alertXml({ sent: '2026-06-12T14:39:01Z' }), ['cap-time-form /alert/sent']],
    ['a restriction without its scope', alertXml({}, '<restriction>r</restriction>'), ['cap-restriction /alert']],
    ['a private alert without addresses', alertXml({ scope: 'Private' }), ['cap-addresses /alert']],
    ['an update of nothing', alertXml({ msgType: 'Update' }), ['cap-references-missing /alert']],
    [
      'references that are none',
      alertXml({}, '<references>a,b,c d</references>'),
      ['cap-references /alert/references', 'cap-references /alert/references'],
    ],
    [
      'a reference to itself',
      alertXml({}, '<references>s,i,2026-06-12T16:55:00+08:00</references>'),
      ['cap-circular-reference /alert/references'],
    ],
    [
      'a reference to the future',
      alertXml({}, '<references>s,j,2026-06-12T16:56:00+08:00</references>'),
      ['cap-postdated-reference /alert/references'],
    ],
    [
      'a language that is none',
      alertXml({}, `<info><language>en_US</language>${INFO}</info>`),
      ['cap-language /alert/info/0/language'],
    ],
    [
      'HTML in a text',
      alertXml({}, `<info>${INFO}<description>a&lt;br/&gt;b</description></info>`),
      ['cap-html /alert/info/0/description'],
    ],
    [
      'HTML entities in a text',
      alertXml({}, `<info>${INFO}<headline>a&amp;nbsp;b</headline></info>`),
      ['cap-html /alert/info/0/headline'],
    ],
    [
      'elements in a text',
      alertXml({}, `<info>${INFO}<instruction>go <b>now</b></instruction></info>`),
      ['cap-markup /alert/info/0/instruction'],
    ],
    [
      'an end before the begin',
      alertXml({}, `<info>${INFO}<expires>2026-06-12T08:00:00-00:00</expires></info>`),
      ['cap-time-order /alert/info/0'],
    ],
    [
      'one text in two languages',
      alertXml(
        {},
        `<info><language>en</language>${INFO}<headline>h</headline></info><info><language>fr</language>${INFO}<headline>h</headline></info>`,
      ),
      ['cap-same-text /alert'],
    ],
    [
      'a relative address',
      alertXml({}, `<info>${INFO}<resource><resourceDesc>r</resourceDesc><uri>a.png</uri></resource></info>`),
      ['cap-relative-uri /alert/info/0/resource/0'],
    ],
    [
      'a size in words',
      alertXml({}, `<info>${INFO}<resource><resourceDesc>r</resourceDesc><size>84k</size></resource></info>`),
      ['cap-size /alert/info/0/resource/0/size'],
    ],
    ['an open polygon', areaXml('<polygon>1,2 3,4 5,6</polygon>'), ['cap-polygon /alert/info/0/area/0/polygon/0']],
    [
      'a second, empty polygon',
      areaXml('<polygon>1,2 3,4 5,6 1,2</polygon><polygon/>'),
      ['cap-polygon /alert/info/0/area/0/polygon/1'],
    ],
    ['a circle that is none', areaXml('<circle>here</circle>'), ['cap-circle /alert/info/0/area/0/circle/0']],
    ['a height below the sea', areaXml('<altitude>-1</altitude>'), ['cap-altitude /alert/info/0/area/0/altitude']],
    ['a ceiling without a floor', areaXml('<ceiling>1</ceiling>'), ['cap-ceiling /alert/info/0/area/0']],
    [
      'a ceiling below the floor',
      areaXml('<altitude>2</altitude><ceiling>1</ceiling>'),
      ['cap-ceiling-below /alert/info/0/area/0/ceiling'],
    ],
    [
      'a pair without a value',
      areaXml('<geocode><valueName>a</valueName></geocode>'),
      ['cap-missing /alert/info/0/area/0/geocode/0'],
    ],
    [
      'pairs in one element',
      areaXml('<geocode><valueName>a</valueName><value>1</value><valueName>b</valueName><value>2</value></geocode>'),
      [
        'cap-duplicate /alert/info/0/area/0/geocode/0/valueName/1',
        'cap-duplicate /alert/info/0/area/0/geocode/0/value/1',
      ],
    ],
  ];
  for (const [what, text, expected] of cases)
    it(`tells ${what}, and keeps the alert`, () => {
      const { alert, issues } = decodeCap(text);
      expect(alert).to.not.equal(undefined);
      expect(told(issues)).to.deep.equal(expected);
    });

  it('knows language tags of RFC 3066 from what is none', () => {
    const told = (tag: string): boolean =>
      decodeCap(alertXml({}, `<info><language>${tag}</language>${INFO}</info>`)).issues.some(
        ({ code }) => code === 'cap-language',
      );
    for (const tag of ['zh', 'zh-CN', 'ZH-cn', 'zh-Hans-CN', 'zh-min-nan', 'i-hak', 'x-guangxi', 'de-1996'])
      expect(told(tag), tag).to.equal(false);
    for (const tag of ['zh_CN', '2052', 'zh-', 'zh--CN', 'mandarinzh', 'zh-guangxizhuang', '中文', 'zh CN'])
      expect(told(tag), tag).to.equal(true);
  });

  it('keeps what it could not read', () => {
    const { alert } = decodeCap(areaXml('<polygon>north of the river</polygon><extra>kept</extra>'));
    expect(alert!.infos[0]!.areas[0]!.unread).to.deep.equal(['north of the river']);
    expect(alert!.unknown).to.deep.equal([{ path: '/alert/info/area/extra', text: 'kept' }]);
  });

  it('reads 225 polygons in one alert', () => {
    const polygon = (at: number): string =>
      `<polygon>${at / 10},1 ${at / 10},2 ${at / 10 + 1},2 ${at / 10},1</polygon>`;
    const { alert, issues } = decodeCap(areaXml(Array.from({ length: 225 }, (_, at) => polygon(at)).join('\n')));
    expect(issues).to.deep.equal([]);
    expect(alert!.infos[0]!.areas[0]!.polygons).to.have.length(225);
    expect(alert!.infos[0]!.areas[0]!.polygons[224]![0]).to.deep.equal([1, 22.4]);
  });

  it('tells at most a hundred Issues, then that there are more', () => {
    const { issues } = decodeCap(areaXml('<polygon>x</polygon>'.repeat(500)));
    expect(issues).to.have.length(101);
    expect(issues.at(-1)!.code).to.equal('more-issues');
  });

  it('draws no more corners than a map can bear', () => {
    const ring = `${'1,2 3,4 '.repeat(10_000)}1,2`;
    const { alert, issues } = decodeCap(areaXml(`<polygon>${ring}</polygon>`.repeat(3)));
    expect(alert!.infos[0]!.areas[0]!.polygons).to.have.length(2);
    expect(told(issues)).to.deep.equal(['cap-polygon /alert/info/0/area/0/polygon/2']);
  });

  it('draws what stands behind a polygon of too many corners', () => {
    const large = `<polygon>${'1,2 3,4 '.repeat(25_000)}1,2</polygon>`;
    const { alert, issues } = decodeCap(areaXml(`${large}<polygon>1,2 3,4 5,6 1,2</polygon>`));
    expect(alert!.infos[0]!.areas[0]!.polygons.map(({ length }) => length)).to.deep.equal([4]);
    expect(told(issues)).to.deep.equal(['cap-polygon /alert/info/0/area/0/polygon/0']);
    expect(issues[0]!.message).to.include('50001 corners where at most 50000');
  });
});
