import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stringify } from 'yaml';
import { runCli } from '../../test/run-cli.js';

const AT = ['--source', 'desk', '--at', '2026-06-12T16:00:00+08:00'];
/** 点位号,说明,类别,X,Y / 7-3,三栋一层走廊,烟雾报警器,108.351,22.821 in GB18030, as Excel saves it. */
const GB18030 = Buffer.from(
  'b5e3cebbbac52ccbb5c3f72cc0e0b1f02c582c590a372d332cc8fdb6b0d2bbb2e3d7dfc0c82cd1ccceedb1a8beafc6f72c3130382e3335312c32322e3832310a',
  'hex',
);
interface Change {
  readonly kind: string;
  readonly id: string;
  readonly body: { readonly value: { readonly [member: string]: unknown } };
}

describe('yingji decode --config', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-decode-config-'))));
  after(() => rmSync(folder, { recursive: true }));

  function put(name: string, content: string | Uint8Array): string {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  }
  /** What one input comes to, with its options in a file of that name. */
  async function decoded(feed: string, options: { readonly file: string; readonly stdin: string | Buffer }) {
    const ran = await runCli(['decode', feed, '--config', options.file, ...AT], options.stdin);
    expect(ran.lines, ran.err).to.have.length(1);
    const [line] = ran.lines;
    expect(line).to.have.all.keys('input', 'ok', 'changes', 'issues');
    return { code: ran.code, ok: line!['ok'], changes: line!['changes'] as Change[], issues: line!['issues'] };
  }

  it('table: reads a list by its own column names, in GB18030, and knows it by no others', async () => {
    const list = put('points.csv', GB18030);
    const options = {
      kind: 'device',
      file: 'points.csv',
      encoding: 'gb18030',
      datum: 'gcj02',
      columns: { code: '点位号', name: '说明', type: '类别', lon: 'X', lat: 'Y' },
      types: { 烟雾报警器: 'smoke-detector' },
    };
    for (const file of [put('points.yaml', stringify(options)), put('points.json', JSON.stringify(options))]) {
      const { code, lines, err } = await runCli(['decode', 'table', list, list, '--config', file, ...AT]);
      expect(code, err).to.equal(0);
      expect(lines.map(({ input, ok }) => ({ input, ok }))).to.deep.equal([
        { input: list, ok: true },
        { input: list, ok: true },
      ]);
      const [device] = lines[0]!['changes'] as Change[];
      expect(device).to.include({ kind: 'device', id: 'device/desk/7-3' });
      expect(device!.body.value).to.include({ type: 'smoke-detector', name: '三栋一层走廊' });
      // GCJ-02 lies some hundred metres off: the list was converted.
      const { position } = device!.body.value as { readonly position: readonly [number, number] };
      expect(Math.hypot(position[0] - 108.351, position[1] - 22.821)).to.be.within(0.002, 0.008);
    }
    const without = await runCli(['decode', 'table', list, ...AT]);
    expect([without.code, without.lines[0]!['ok'], without.lines[0]!['changes']]).to.deep.equal([1, false, []]);
  });

  it('webhook: any JSON by the mapping that is its configuration, and without one nothing is known of it', async () => {
    const file = put(
      'video.yaml',
      `items: /alarms
rules:
  - as: report
    when: [{ path: /type, in: [fire_smoke] }]
    key: [/alarmId]
    at: /alarmTime
    channel: video
    title: { path: /type, codes: { fire_smoke: 视频识别：烟火 } }
`,
    );
    const posted = { alarms: [{ type: 'fire_smoke', alarmId: 'A-7', alarmTime: '2026-06-12 15:58:00' }] };
    const stdin = JSON.stringify(posted);
    const { code, ok, changes, issues } = await decoded('webhook', { file, stdin });
    expect({ code, ok, issues }).to.deep.equal({ code: 0, ok: true, issues: [] });
    expect(changes.map(({ id, body }) => [id, body.value['title'], body.value['channel']])).to.deep.equal([
      ['report/desk/A-7', '视频识别：烟火', 'video'],
    ]);
    expect((await runCli(['decode', 'webhook', ...AT], stdin)).lines[0]!['changes']).to.deep.equal([]);
  });

  it('a feed of calls: fields and codes of one centre', async () => {
    const file = put(
      'calls.yaml',
      `fields: { number: [LSH], phone: [TEL], class: [LB] }
codes: { eventType: { 路面塌了: 11A02 } }
`,
    );
    const call = { LSH: 'C-1', 报警时间: '2026-06-12 15:30:00', TEL: '13800000110', LB: '路面塌了' };
    const { code, changes } = await decoded('calls-110', { file, stdin: JSON.stringify(call) });
    expect(code).to.equal(0);
    expect(changes.map(({ id }) => id)).to.deep.equal(['report/desk/C-1']);
    expect(changes[0]!.body.value).to.include({ phone: '13800000110', eventType: '11A02' });
    // By the names that are known of centres this is no call.
    expect((await runCli(['decode', 'calls-110', ...AT], JSON.stringify(call))).code).to.equal(1);
  });

  it('mqtt: what a topic means', async () => {
    const routes = [{ as: 'device', topic: 'city/smoke/{device}', profile: 'smoke-detector' }];
    const file = put('mqtt.json', JSON.stringify({ routes }));
    const stdin = 'city/smoke/8650\n7.0\n{"time": "2026-06-12T15:59:30+08:00", "state": 1}';
    const { code, changes } = await decoded('mqtt', { file, stdin });
    expect(code).to.equal(0);
    expect(changes.find(({ kind }) => kind === 'report')!.body.value['device']).to.equal('device/registry/8650');
    expect((await runCli(['decode', 'mqtt', ...AT], stdin)).lines[0]!['changes']).to.deep.equal([]);
  });

  it('sl651: what the levels of the stations count from', async () => {
    const file = put('sl651.yaml', 'verticalDatum: 1985国家高程基准\n');
    const frame =
      '7e7e0145010300011234320022020007260612160000f1f1450103000148f0f02606121600201900000539230001049003722b';
    const stdin = Buffer.from(frame, 'hex');
    const datums = (changes: readonly Change[]): unknown[] =>
      changes.map(({ body }) => body.value['verticalDatum']).filter((datum) => datum !== undefined);
    expect(datums((await decoded('sl651', { file, stdin })).changes)).to.deep.equal(['1985国家高程基准']);
    const without = await runCli(['decode', 'sl651', ...AT], stdin);
    expect(datums(without.lines[0]!['changes'] as Change[])).to.deep.equal([]);
  });

  it('takes a secret from the environment, as the gateway does', async () => {
    const file = put('secret.yaml', 'from: { secret: env:YINGJI_TEST_NO_SUCH }\n');
    const { code, out, err } = await runCli(['decode', 'webhook', '--config', file], '{}');
    expect({ code, out }).to.deep.equal({ code: 1, out: '' });
    expect(err).to.include('/from/secret').and.to.include('[secret-missing]');
  });

  for (const [what, text, said] of [
    ['a key it does not know', 'kind: device\nfile: a.csv\ncolums: {}\n', 'colums'],
    ['a column of no field', 'kind: device\nfile: a.csv\ncolumns: { storey: 楼层 }\n', '/columns/storey'],
    ['no YAML', 'kind: [\n', '[bad-syntax]'],
    ['nothing', '', '/kind'],
    ['the configuration of a gateway', readExample(), 'what stands under "config" of one of its feeds'],
  ] as const)
    it(`says what is wrong with ${what} once, and decodes nothing`, async () => {
      const file = put('wrong.yaml', text);
      const { code, out, err } = await runCli(['decode', 'table', '--config', file], GB18030);
      expect({ code, out }).to.deep.equal({ code: 1, out: '' });
      expect(err).to.include(file).and.to.include(said);
    });

  it('says so when there is no such file', async () => {
    const { code, err } = await runCli(['decode', 'table', '--config', join(folder, 'none.yaml')], '');
    expect(code).to.equal(1);
    expect(err).to.include('[unreadable]');
  });
});

function readExample(): string {
  return readFileSync(new URL('../../yingji.example.yaml', import.meta.url), 'utf8');
}
