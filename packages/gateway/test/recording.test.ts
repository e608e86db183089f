import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { toInstant, type Delivery, type Draft, type Feed } from '@yingji/core';
import { headLine, HOLDS, packetLine, readRecording } from '../src/recording/format.js';
import { createRecorder } from '../src/recording/recorder.js';
import { freePort } from './free-port.js';
import { makeHouse, type House } from './house.js';
import { runCli } from './run-cli.js';
import { COMMAND, serveProcess } from './serve-process.js';
import { until } from './wait.js';

const GAS = fileURLToPath(new URL('../../../examples/04-own-adapter', import.meta.url));
const vectors = JSON.parse(readFileSync(join(GAS, 'vectors/gas.json'), 'utf8')) as { name: string; frame: string }[];
const ALARM = Buffer.from(vectors.find(({ name }) => name.startsWith('alarm'))!.frame, 'hex');

describe('yingji record and replay', function () {
  this.timeout(60_000);
  let house: House;
  beforeEach(() => (house = makeHouse()));
  afterEach(() => house.remove());

  it('records a feed in its thread while the city confirms, and replays it through the codec and to a socket', async () => {
    const port = await freePort();
    const file = join(house.folder, 'gas.recording');
    const feeds = [{ use: GAS, source: 'gas', config: { port } }];
    writeFileSync(house.configFile, JSON.stringify({ ...house.config, feeds }));
    const serving = await serveProcess(house.configFile, {
      command: ['record', 'gas', '--out', file, '--config'],
    });
    const half = ALARM.length >> 1;
    const socket = await until('the feed to listen', async () => {
      const dialled = connect(port, '127.0.0.1');
      return once(dialled, 'connect').then(
        () => dialled,
        () => undefined,
      );
    });
    socket.setNoDelay(true).write(ALARM.subarray(0, half));
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.write(ALARM.subarray(half));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString('hex')).to.match(/^06/);
    socket.destroy();
    await until('the end of the line', () => readFileSync(file, 'utf8').includes('"last":true'));
    expect((await serving.end('SIGTERM')).code).to.equal(0);
    expect(serving.log()).to.include('personal data');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).to.equal(0o600);

    const { head, packets } = await readRecording(file);
    expect(head).to.include({ recording: 1, feed: GAS, source: 'gas', of: 'packets' });
    const heard = [];
    for await (const packet of packets) heard.push(packet);
    expect(Buffer.concat(heard.map(({ bytes }) => bytes)).toString('hex')).to.equal(ALARM.toString('hex'));
    expect(heard.map(({ last }) => last ?? false)).to.deep.equal([false, false, true]);
    expect(Date.parse(heard[1]!.receivedAt) - Date.parse(heard[0]!.receivedAt)).to.be.within(20, 2_000);

    const shown = await runCli(['replay', file]);
    const decoded = await runCli(['decode', GAS, '-', '--source', 'gas', '--at', heard[1]!.receivedAt], ALARM);
    expect(shown.code).to.equal(0);
    expect(shown.lines.map(({ changes }) => changes)).to.deep.equal(decoded.lines.map(({ changes }) => changes));
    expect((await runCli(['replay', file])).out, 'twice the same').to.equal(shown.out);

    const got: Buffer[] = [];
    let lines = 0;
    const server = createServer((socket) => {
      lines += 1;
      socket.on('data', (bytes) => (got.push(bytes), socket.write('ok')));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sent = await runCli(['replay', file, '--tcp', `127.0.0.1:${(server.address() as AddressInfo).port}`]);
    server.close();
    expect([sent.code, lines, Buffer.concat(got).toString('hex')]).to.deep.equal([0, 1, ALARM.toString('hex')]);
    expect(sent.err).to.match(/^\d+ bytes were sent to .*, [24] came back/);
    expect((await runCli(['replay', file, '--tcp', '127.0.0.1:9'])).err).to.include('replay-failed');
    const again = spawn(process.execPath, [...COMMAND, 'record', 'gas', '--out', file, '--config', house.configFile]);
    expect((await once(again, 'exit'))[0]).to.equal(1);
  });

  /** A feed that is no recipe: its messages are recorded. */
  const spoken = (...raws: string[]): Feed => ({
    ...{ id: 'x', contract: 1, title: { zh: '', en: '' }, ordering: { by: 'arrival' }, canRefuse: false },
    open: () =>
      Promise.resolve({
        deliveries: (async function* () {
          for (const [token, raw] of raws.entries())
            yield await Promise.resolve({
              ...{ token, key: raw, receivedAt: toInstant(token), drafts: [], issues: [], outcome: 'good' },
              raw: Buffer.from(raw),
            } as Delivery);
        })(),
        settle: () => undefined,
        closed: Promise.resolve(),
      }),
  });
  const recordingOf = (name: string, most = 1e6, stopped: (why: string) => void = () => undefined) => {
    const file = join(house.folder, name);
    const about = { feed: 'cap', source: 'x', begun: toInstant(0), packets: false };
    return { file, recorder: createRecorder({ ...about, file, most, stopped }) };
  };
  async function play(feed: Feed): Promise<number> {
    let taken = 0;
    const { deliveries } = await feed.open(undefined as never, new AbortController().signal);
    for await (const { token } of deliveries) taken += token >= 0 ? 1 : 0;
    return taken;
  }

  it('stops at its size and says so, while the feed goes on; what was cut off by a kill is read up to there', async () => {
    const why: string[] = [];
    const { file, recorder } = recordingOf('small', 500, (said) => why.push(said));
    expect(await play(recorder.hear(spoken(...Array.from({ length: 50 }, (_, i) => `message ${i}`))))).to.equal(50);
    recorder.close();
    expect(why).to.have.length(1);
    expect(statSync(file).size).to.be.within(200, 500);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9));
    const read = [];
    for await (const { bytes } of (await readRecording(file)).packets) read.push(Buffer.from(bytes).toString());
    expect(read.slice(0, 2)).to.deep.equal(['message 0', 'message 1']);
    expect(() => recordingOf('small')).to.throw('recording-exists');
  });

  it('replays files and requests through a feed that must be told how they come', async () => {
    const file = join(house.folder, 'calls.recording');
    const text = '{"JJDBH":"45010326061202001","BJNR":"有烟","GXSJ":"2026-06-12 09:46:00","JJLX":"01"}';
    const begun = toInstant(0);
    const head = { recording: 1, feed: 'calls-110', source: 'calls', begun, of: 'packets', holds: HOLDS } as const;
    const packet = { line: '1.1', bytes: Buffer.from(text), receivedAt: toInstant(1), last: true };
    writeFileSync(file, headLine(head) + packetLine(packet, begun) + packetLine({ ...packet, line: '1.2' }, begun));
    const { code, lines, err } = await runCli(['replay', file]);
    expect(err).to.equal('');
    expect(code).to.equal(0);
    expect(lines.map(({ changes }) => (changes as Draft[]).map(({ id }) => id))).to.deep.equal(
      Array(2).fill(['report/calls/45010326061202001']),
    );
  });

  it('says what is wrong with a recording, and where', async () => {
    const { file, recorder } = recordingOf('whole');
    await play(recorder.hear(spoken('a', 'b')));
    recorder.close();
    const [head, first, second] = readFileSync(file, 'utf8').trim().split('\n') as [string, string, string];
    const said = async (...lines: string[]): Promise<string> => {
      const other = join(house.folder, `r${Math.random()}`);
      writeFileSync(other, lines.join('\n'));
      return (await runCli(['replay', other])).err;
    };
    expect(await said('no')).to.include(':1: this is no recording');
    expect(await said(head.replace('"recording":1', '"recording":2'))).to.include('version 2, this program reads 1');
    expect(await said(head, '{}', second)).to.include(':2: this line is damaged');
    expect(await said(head, first, 'x', second)).to.include(':3: this line is damaged');
    expect((await runCli(['replay', '/nowhere/a'])).err).to.include('cannot be read');
    for (const wrong of [
      ['--speed', '0'],
      ['--tcp', 'here'],
      ['--to', 'chnages'],
    ])
      expect((await runCli(['replay', file, ...wrong])).code, wrong.join(' ')).to.equal(2);
  });
});
