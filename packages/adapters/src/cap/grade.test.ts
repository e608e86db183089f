import { expect } from 'chai';
import type { CapAlert } from './cap-alert.js';
import { decodeCap } from './decode-cap.js';
import { gradeOf } from './grade.js';
import { readsAsEnd, verbOf } from './verb.js';

interface Said {
  readonly headline?: string;
  readonly description?: string;
  readonly parameters?: { readonly [name: string]: string };
  readonly responseType?: string;
  readonly language?: string;
}

function alertOf(infos: readonly Said[], { msgType = 'Alert', note = '' } = {}): CapAlert {
  const info = ({ headline, description, parameters = {}, responseType, language = 'zh-CN' }: Said): string =>
    `<info><language>${language}</language><category>Met</category><event>暴雨</event>${responseType ? `<responseType>${responseType}</responseType>` : ''}<urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty>${
      headline ? `<headline>${headline}</headline>` : ''
    }${description ? `<description>${description}</description>` : ''}${Object.entries(parameters)
      .map(([name, value]) => `<parameter><valueName>${name}</valueName><value>${value}</value></parameter>`)
      .join('')}</info>`;
  return decodeCap(
    `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><msgType>${msgType}</msgType>${note && `<note>${note}</note>`}${infos.map(info).join('')}</alert>`,
  ).alert!;
}
const grade = (...infos: Said[]): string => {
  const { scheme, grade: found } = gradeOf(alertOf(infos));
  return found === undefined ? scheme : `${scheme} ${found}`;
};

describe('gradeOf', () => {
  const parameters: readonly (readonly [name: string, value: string, expected: string])[] = [
    ['colour', 'orange', 'signal-colour orange'],
    ['Color', 'RED', 'signal-colour red'],
    ['CN-12379:colour', 'Yellow', 'signal-colour yellow'],
    ['预警颜色', '蓝色', 'signal-colour blue'],
    ['颜色', '橙', 'signal-colour orange'],
    ['CN-WarningColour', 'Red', 'signal-colour red'],
    ['CN-WarningLevel', '4', 'numbered-level 4'],
    ['WarningLevel', '4', 'cap-severity'],
    ['hydrocolourless', 'x', 'cap-severity'],
    ['预警等级', '红色预警', 'signal-colour red'],
    ['预警等级', '暴雨黄色预警信号', 'signal-colour yellow'],
    ['预警级别', 'Ⅱ级/橙色', 'signal-colour orange'],
    ['预警级别', 'Ⅱ级', 'numbered-level 2'],
    ['预警等级', '四级', 'numbered-level 4'],
    ['预警等级', '3', 'numbered-level 3'],
    ['awareness_level', '3; orange; Severe', 'signal-colour orange'],
    ['awareness_level', '4; red; Extreme', 'signal-colour red'],
    ['awareness_level', '1; green; Minor', 'cap-severity'],
    ['alert-level', '3', 'cap-severity'],
    ['color', '#ff9900', 'cap-severity'],
    ['colour', 'purple', 'cap-severity'],
    ['alertlevel', 'Infrared', 'cap-severity'],
    ['HSAS', 'ORANGE', 'cap-severity'],
    ['note', 'red', 'cap-severity'],
  ];
  for (const [name, value, expected] of parameters)
    it(`parameter ${name} = ${value}: ${expected}`, () =>
      expect(grade({ parameters: { [name]: value } })).to.equal(expected));

  const headlines: readonly (readonly [headline: string, expected: string])[] = [
    ['南宁市气象台发布暴雨橙色预警信号', 'signal-colour orange'],
    ['临桂区气象台更新大风蓝色预警信号', 'signal-colour blue'],
    ['黄山市气象台发布大雾橙色预警', 'signal-colour orange'],
    ['黄河水利委员会发布洪水蓝色预警', 'signal-colour blue'],
    ['蓝田县气象台发布雷电黄色预警信号', 'signal-colour yellow'],
    ['黄山市气象台发布大雾预警', 'cap-severity'],
    ['红河州发布地质灾害气象风险提示', 'cap-severity'],
    ['青秀区暴雨预警（橙）', 'signal-colour orange'],
    ['暴雨橙预警', 'signal-colour orange'],
    ['南宁市气象台将暴雨黄色预警信号升级为橙色', 'signal-colour orange'],
    ['暴雨红色预警信号降级为黄色预警信号', 'signal-colour yellow'],
    ['解除雷电橙色预警，发布雷电黄色预警', 'signal-colour yellow'],
    ['解除暴雨橙色预警信号', 'signal-colour orange'],
    ['发布暴雨黄色、雷雨大风橙色预警', 'signal-colour orange'],
    ['中原区气象台发布大风橙色预警，雷电黄色预警', 'signal-colour orange'],
    ['红色旅游景区发布大风蓝色预警', 'signal-colour blue'],
    ['黃色暴雨警告信號', 'signal-colour yellow'],
    ['发布暴雨橙色预警[Ⅱ级/严重]', 'signal-colour orange'],
    ['发布暴雨四级预警', 'numbered-level 4'],
    ['防汛抗旱指挥部发布Ⅲ级预警', 'numbered-level 3'],
    ['地质灾害预警[III级/较重]', 'numbered-level 3'],
    ['阵风14级大风预警', 'cap-severity'],
    ['启动防汛四级应急响应', 'cap-severity'],
    ['Orange rainstorm warning', 'cap-severity'],
    ['暴雨预警', 'cap-severity'],
  ];
  for (const [headline, expected] of headlines)
    it(`headline ${headline}: ${expected}`, () => expect(grade({ headline })).to.equal(expected));

  it('never takes severity for a colour', () => {
    expect(grade({})).to.equal('cap-severity');
    expect(grade({ headline: '暴雨' })).to.equal('cap-severity');
  });

  it('takes colours only from a Chinese headline, whatever the tag says it is, but not from a Japanese one', () => {
    const headline = '大雨警報（黄色）';
    expect(grade({ headline, language: 'ja' })).to.equal('cap-severity');
    expect(grade({ headline, language: 'ja-JP' })).to.equal('cap-severity');
    for (const language of ['en-US', 'zh-TW', 'jam'])
      expect(grade({ headline, language })).to.equal('signal-colour yellow');
  });

  it('takes the parameter before the headline, and says that they differ', () => {
    const found = gradeOf(alertOf([{ headline: '暴雨黄色预警', parameters: { colour: 'orange' } }]));
    expect(found).to.include({ scheme: 'signal-colour', grade: 'orange' });
    expect(found.doubt).to.be.a('string');
  });

  it('takes the colour of a headline before the number of a parameter', () => {
    expect(grade({ headline: '暴雨橙色预警', parameters: { 预警级别: 'Ⅱ级' } })).to.equal('signal-colour orange');
  });

  it('takes a stated green for the last word', () => {
    expect(grade({ headline: '暴雨橙色预警', parameters: { awareness_level: '1; green; Minor' } })).to.equal(
      'cap-severity',
    );
  });

  it('takes the worst of several infos, and says so', () => {
    const found = gradeOf(alertOf([{ parameters: { colour: 'yellow' } }, { parameters: { colour: 'orange' } }]));
    expect(found).to.include({ grade: 'orange' });
    expect(found.doubt).to.contain('orange, yellow');
  });
});

describe('verbOf', () => {
  const cases: readonly (readonly [what: string, msgType: string, said: Said, verb: string, note?: string])[] = [
    ['Alert', 'Alert', { headline: '暴雨预警升级' }, 'issue'],
    ['Update', 'Update', { headline: 'Flood warning continues' }, 'update'],
    ['Update 更新', 'Update', { headline: '更新大风蓝色预警信号' }, 'update'],
    ['Update 提升', 'Update', { headline: '提升暴雨预警级别' }, 'raise'],
    ['Update 升级', 'Update', { headline: '黄色预警升级为橙色' }, 'raise'],
    ['Update 降级', 'Update', { headline: '橙色预警降级为黄色' }, 'lower'],
    ['Update 继续', 'Update', { headline: '继续发布暴雨橙色预警' }, 'continue'],
    ['Update, stated', 'Update', { headline: '暴雨预警', parameters: { verb: 'raise' } }, 'raise'],
    ['Update with AllClear', 'Update', { responseType: 'AllClear' }, 'update'],
    ['Cancel', 'Cancel', { headline: '暴雨预警' }, 'end'],
    ['Cancel 解除', 'Cancel', { headline: '解除暴雨橙色预警信号' }, 'lift'],
    ['Cancel AllClear', 'Cancel', { responseType: 'AllClear' }, 'lift'],
    ['Cancel 撤销', 'Cancel', { headline: '撤销暴雨橙色预警信号' }, 'withdraw'],
    ['Cancel 误发', 'Cancel', { headline: '解除误发的暴雨预警' }, 'withdraw'],
    ['Cancel in error', 'Cancel', {}, 'withdraw', 'Issued in error.'],
    ['Cancel, terror is no error', 'Cancel', { headline: 'Terror alert' }, 'end'],
    ['Cancel 解除 with 撤销 behind it', 'Cancel', { headline: '解除暴雨预警，撤销应急响应' }, 'lift'],
    [
      'Cancel in the description',
      'Cancel',
      { headline: '暴雨', description: '南宁市气象台解除暴雨橙色预警。' },
      'lift',
    ],
    ['Cancel by note', 'Cancel', {}, 'lift', '解除'],
    ['Cancel, stated as lifted', 'Cancel', { headline: '暴雨预警', parameters: { end: 'lift' } }, 'lift'],
    [
      'Cancel, stated as withdrawn',
      'Cancel',
      { headline: '解除暴雨预警', parameters: { 'yingji:end': '误发' } },
      'withdraw',
    ],
    [
      'Cancel, stated under a prefix',
      'Cancel',
      { headline: '暴雨预警', parameters: { 'CN-WarningEnd': '解除' } },
      'lift',
    ],
    [
      'Cancel, a trend is no end',
      'Cancel',
      { headline: '暴雨预警', parameters: { trend: '解除', weekend: 'lift' } },
      'end',
    ],
    ['Update, stated verb', 'Update', { headline: '暴雨预警', parameters: { 'CN-WarningVerb': '降级' } }, 'lower'],
    ['Cancel, stated otherwise', 'Cancel', { headline: '暴雨预警', parameters: { end: 'tomorrow' } }, 'end'],
  ];
  for (const [what, msgType, said, verb, note] of cases)
    it(`${what}: ${verb}`, () =>
      expect(verbOf(alertOf([said], { msgType, ...(note === undefined ? {} : { note }) }))).to.equal(verb));

  it('tells an Update that reads like an end', () => {
    expect(readsAsEnd(alertOf([{ responseType: 'AllClear' }], { msgType: 'Update' }))).to.equal(true);
    expect(readsAsEnd(alertOf([{ headline: '解除暴雨预警' }], { msgType: 'Update' }))).to.equal(true);
    expect(
      readsAsEnd(alertOf([{ responseType: 'AllClear' }, { responseType: 'Shelter' }], { msgType: 'Update' })),
    ).to.equal(false);
    expect(readsAsEnd(alertOf([{ headline: '解除暴雨预警' }], { msgType: 'Cancel' }))).to.equal(false);
  });
});
