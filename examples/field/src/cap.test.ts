import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { encodeCap, publishCap } from './cap.js';
import { warningMessage } from './warning.js';

const SENT = Date.parse('2026-06-12T09:27:00Z');
const area = { name: '南宁市青秀区', code: '450103' };
const red = warningMessage({
  event: '暴雨',
  colour: 'Red',
  verb: '提升',
  sent: SENT,
  areas: [area],
  text: '雨很大',
  tag: 'W4',
});

/** Names of the elements in the order of their start tags. */
const elements = (xml: string): string[] => [...xml.matchAll(/<([a-zA-Z]+)[ >]/g)].map(([, name]) => name!);
const values = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text!);

describe('field: CAP 1.2 messages', () => {
  const folders: string[] = [];
  afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))));
  const folder = async (): Promise<string> => {
    folders.push(await mkdtemp(path.join(os.tmpdir(), 'field-cap-')));
    return folders.at(-1)!;
  };

  it('put the elements in the order of the schema', () => {
    const update = {
      ...red,
      references: [{ sender: 'a@b', identifier: 'x', sent: SENT }],
      source: 's',
      expires: SENT + 1000,
      instruction: 'i',
    };
    expect(elements(encodeCap({ ...update, msgType: 'Update' }))).to.deep.equal([
      ...[
        'alert',
        'identifier',
        'sender',
        'sent',
        'status',
        'msgType',
        'source',
        'scope',
        'note',
        'references',
        'info',
      ],
      ...[
        'language',
        'category',
        'event',
        'responseType',
        'responseType',
        'urgency',
        'severity',
        'certainty',
        'eventCode',
        'valueName',
        'value',
      ],
      ...['effective', 'expires', 'senderName', 'headline', 'description', 'instruction'],
      ...[
        'parameter',
        'valueName',
        'value',
        'parameter',
        'valueName',
        'value',
        'area',
        'areaDesc',
        'geocode',
        'valueName',
        'value',
      ],
    ]);
  });

  it('are an exercise, in Chinese, on Beijing time with an offset, with a code instead of an outline', () => {
    const xml = encodeCap(red);
    expect(values(xml, 'status')).to.deep.equal(['Exercise']);
    expect(values(xml, 'language')).to.deep.equal(['zh-CN']);
    expect(values(xml, 'sent')).to.deep.equal(['2026-06-12T17:27:00+08:00']);
    expect(values(xml, 'headline')[0]).to.contain('演练');
    expect(xml).to.contain('<valueName>CN-GB2260</valueName>\n        <value>450103</value>');
    expect(values(xml, 'identifier')[0]).to.match(/^[^\s,<&]+$/);
    expect(values(xml, 'sender')[0]).to.match(/^[^\s,<&]+$/);
  });

  it('state colour and end as parameters', () => {
    expect(red.parameters).to.deep.include({ name: 'CN-WarningColour', value: 'Red' });
    const lifted = warningMessage({
      event: '暴雨',
      colour: 'Red',
      verb: '解除',
      sent: SENT + 60_000,
      areas: [area],
      text: '雨停了',
      references: [red],
    });
    expect(lifted).to.include({ msgType: 'Cancel', urgency: 'Past' });
    expect(lifted.responseTypes).to.deep.equal(['AllClear']);
    expect(lifted.parameters).to.deep.include({ name: 'CN-WarningEnd', value: '解除' });
    expect(values(encodeCap(lifted), 'references')).to.deep.equal([
      `${red.sender},${red.identifier},2026-06-12T17:27:00+08:00`,
    ]);
  });

  it('state a numbered level without any colour', () => {
    const level = warningMessage({
      issuer: 'guangxi',
      event: '暴雨',
      level: 4,
      sent: SENT,
      areas: [area],
      text: '有雨',
    });
    expect(level.parameters).to.deep.include({ name: 'CN-WarningLevel', value: '4' });
    expect(encodeCap(level)).not.to.match(/[红橙黄蓝]|Colour|Yellow|Orange|Red|Blue/);
    expect(level.headline).to.contain('四级');
  });

  it('keep markup and control characters in the text harmless', () => {
    const xml = encodeCap({ ...red, headline: 'a<b>&"c\u0000\u000b' });
    expect(xml).to.contain('<headline>a&lt;b&gt;&amp;&quot;c</headline>');
  });

  it('write latitude first', () => {
    const xml = encodeCap({
      ...red,
      areas: [
        {
          name: '点',
          circles: [{ lon: 108.35, lat: 22.82, radiusKm: 0.5 }],
          polygons: [
            [
              [108, 22],
              [109, 22],
              [109, 23],
              [108, 22],
            ],
          ],
        },
      ],
    });
    expect(values(xml, 'circle')).to.deep.equal(['22.82,108.35 0.5']);
    expect(values(xml, 'polygon')).to.deep.equal(['22,108 22,109 23,109 22,108']);
  });

  it('appear in a folder whole or not at all, and leave nothing else there', async () => {
    const into = path.join(await folder(), 'a', 'b');
    const long = { ...red, description: '雨'.repeat(400_000) };
    const seen = new Set<number>();
    let done = false;
    const watching = (async () => {
      while (!done) {
        for (const name of await readdir(into).catch(() => [] as string[])) {
          if (name.endsWith('.xml')) seen.add((await readFile(path.join(into, name))).length);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const files: string[] = [];
    for (let i = 0; i < 5; i += 1)
      files.push(await publishCap(into, { ...long, identifier: `${red.identifier}-${i}` }));
    done = true;
    await watching;
    expect(seen).to.have.property('size', 1);
    expect((await readdir(into)).sort()).to.deep.equal(files.map((file) => path.basename(file)).sort());
  });

  it('have file names that every system takes', async () => {
    const file = await publishCap(await folder(), { ...red, identifier: 'urn:oid:1/2\\3?*' });
    expect(path.basename(file)).to.equal('urn_oid_1_2_3__.xml');
  });
});
