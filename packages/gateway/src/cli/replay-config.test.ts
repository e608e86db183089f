import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseInstant, toInstant, type Instant } from '@yingji/core';
import { runCli } from '../../test/run-cli.js';
import { headLine, HOLDS, packetLine, type RecordingHead } from '../recording/format.js';

const BEGUN: Instant = parseInstant('2026-06-12T16:00:00+08:00')!;
/** One frame of SL 651 that tells a level. */
const LEVEL = '7e7e0145010300011234320022020007260612160000f1f1450103000148f0f02606121600201900000539230001049003722b';
/** 点位号,说明,类别 / 7-3,三栋一层走廊,烟雾报警器 in GB18030. */
const TABLE = 'b5e3cebbbac52ccbb5c3f72cc0e0b1f00a372d332cc8fdb6b0d2bbb2e3d7dfc0c82cd1ccceedb1a8beafc6f70a';
/** A vendor's own JSON, which `webhook` reads by a mapping alone. */
const VENDOR = '{"id":"a1","t":"2026-06-12T15:59:00+08:00","what":"烟火","sure":"87"}';

describe('yingji replay --config', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'yingji-replay-config-'))));
  after(() => rmSync(folder, { recursive: true }));

  function put(name: string, text: string): string {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  }
  /** A recording of one message; `of` tells whether of packets or of messages. */
  function recording(feed: string, bytes: Buffer, of: RecordingHead['of'] = 'packets'): string {
    const head = { recording: 1, feed, source: 'desk', begun: BEGUN, of, holds: HOLDS } as const;
    const packet = { line: '1.1', bytes, receivedAt: toInstant(Date.parse(BEGUN) + 1_000), last: true };
    return put(`${feed}-${of}.recording`, headLine(head) + packetLine(packet, BEGUN));
  }

  it('packets are read by the options that the feed has in the gateway', async () => {
    const file = recording('sl651', Buffer.from(LEVEL, 'hex'));
    const options = put('sl651.yaml', 'verticalDatum: 1985国家高程基准\nregistry: stations\n');
    const plain = await runCli(['replay', file]);
    const { code, out, err } = await runCli(['replay', file, '--config', options]);
    expect([plain.code, code], err).to.deep.equal([0, 0]);
    expect(plain.out).to.include('device/registry/');
    expect(plain.out).not.to.include('1985国家高程基准');
    expect(out).to.include('"verticalDatum":"1985国家高程基准"').and.to.include('device/stations/4501030001');
  });

  it('so are messages of a feed that tells of no packets', async () => {
    const file = recording('table', Buffer.from(TABLE, 'hex'), 'messages');
    const options = put(
      'table.yaml',
      'kind: device\nfile: a.csv\nencoding: gb18030\ncolumns: { code: 点位号, name: 说明, type: 类别 }\ntypes: { 烟雾报警器: smoke-detector }\n',
    );
    const plain = await runCli(['replay', file]);
    expect(plain.out).not.to.include('三栋一层走廊');
    const { code, out, err } = await runCli(['replay', file, '--config', options]);
    expect(code, err + out).to.equal(0);
    expect(out).to.include('三栋一层走廊').and.to.include('smoke-detector');
  });

  it('with --feed they are the options of the feed that is named', async () => {
    const file = recording('calls-110', Buffer.from(VENDOR));
    put('key', 'not-used-to-decode-1');
    const from = { port: 0, secret: 'file:key' };
    const rule = { as: 'report', key: ['/id'], channel: 'video', title: { always: '烟火' } };
    const mapping = put('webhook.json', JSON.stringify({ from, rules: [{ ...rule, at: '/t' }] }));
    const { code, out, err } = await runCli(['replay', file, '--feed', 'webhook', '--config', mapping]);
    expect(code, err).to.equal(0);
    expect(out).to.include('report/desk/a1');
    const others = await runCli(['replay', file, '--config', mapping]);
    expect([others.code, others.out, others.err.includes('rules')]).to.deep.equal([1, '', true]);
  });

  it('is refused with --tcp, which decodes nothing, and where the file is wrong', async () => {
    const file = recording('sl651', Buffer.from(LEVEL, 'hex'));
    const { code, err } = await runCli(['replay', file, '--tcp', '127.0.0.1:9', '--config', 'x.yaml']);
    expect([code, err.includes('--config')]).to.deep.equal([2, true]);
    const none = await runCli(['replay', file, '--config', join(folder, 'none.yaml')]);
    expect([none.code, none.err.includes('[unreadable]')]).to.deep.equal([1, true]);
  });

  it('leaves no listener behind, whether it went well, was told wrong options or was broken off', async () => {
    const listening = (): number[] => ['SIGTERM', 'SIGINT'].map((name) => process.listenerCount(name));
    const before = listening();
    const file = recording('sl651', Buffer.from(LEVEL, 'hex'));
    expect((await runCli(['replay', file])).code).to.equal(0);
    expect((await runCli(['replay', file, '--config', put('bad.yaml', 'no: such option\n')])).code).to.equal(1);
    expect((await runCli(['replay', file, '--tcp', '127.0.0.1:1'])).code).to.equal(1);
    expect(listening()).to.deep.equal(before);
  });
});
