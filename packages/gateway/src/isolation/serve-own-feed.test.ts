import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { freePort } from '../../test/free-port.js';
import { makeHouse, type House } from '../../test/house.js';
import { serveProcess, type ServeProcess } from '../../test/serve-process.js';
import { until } from '../../test/wait.js';

const example = fileURLToPath(new URL('../../../../examples/04-own-adapter', import.meta.url));
const modules = ['@yingji', 'zod'];
/** An address at which the copy of the example ends its thread, wherever it is. */
const DEADLY = '99999999';

const vectors = JSON.parse(readFileSync(join(example, 'vectors/gas.json'), 'utf8')) as {
  name: string;
  frame: string;
}[];
const ALARM = Buffer.from(vectors.find(({ name }) => name.startsWith('alarm'))!.frame, 'hex');

/** CRC-16/MODBUS, by the long way. */
function withCrc(hex: string): Buffer {
  const bytes = Buffer.from(hex, 'hex');
  let crc = 0xffff;
  for (const byte of bytes)
    for (let bit = 0, mixed = (crc ^= byte); bit < 8; bit += 1, mixed = crc)
      crc = mixed & 1 ? (mixed >> 1) ^ 0xa001 : mixed >> 1;
  return Buffer.concat([bytes, Buffer.from([crc >> 8, crc & 0xff])]);
}

/** Says something to a feed and waits for what it answers. */
const say = (port: number, bytes: Uint8Array): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve('no line'));
    socket.on('close', () => resolve('closed'));
    socket.on('data', (heard) => (resolve(heard.toString('hex')), socket.destroy()));
    socket.write(bytes);
  });

describe('yingji serve with a feed of somebody else', function () {
  this.timeout(90_000);
  let house: House;
  let serving: ServeProcess | undefined;
  afterEach(async () => {
    await serving?.end('SIGTERM');
    house.remove();
  });

  /** The example, as whoever wrote it would have it beside the configuration or installed there. */
  function put(folder: string): void {
    cpSync(example, folder, { recursive: true, filter: (from) => !from.includes('node_modules') });
    const file = join(folder, 'feed.js');
    const sound = readFileSync(file, 'utf8');
    const deadly = sound.replace(
      'if (!value)',
      `if (value?.address === '${DEADLY}') process.exit(1);\n    if (!value)`,
    );
    expect(deadly).to.not.equal(sound);
    writeFileSync(file, deadly);
    for (const name of modules) {
      const found = dirname(fileURLToPath(import.meta.resolve(name === 'zod' ? 'zod/package.json' : '@yingji/core')));
      const from = name === 'zod' ? found : join(example, '../../node_modules/@yingji');
      const to = join(house.folder, 'node_modules', name);
      mkdirSync(dirname(to), { recursive: true });
      for (const each of name === 'zod' ? [''] : ['core', 'adapters']) {
        mkdirSync(dirname(join(to, each)), { recursive: true });
        symlinkSync(join(from, each), join(to, each));
      }
    }
  }

  async function reports(): Promise<string[]> {
    const answer = await fetch(`${serving!.url}/api/view`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.token}` },
      body: JSON.stringify({ queries: { reports: { kind: 'report' } } }),
    });
    const body = (await answer.json()) as { rows: { reports: { id: string; value: { title: string } }[] } };
    return body.rows.reports.map(({ id }) => id);
  }

  for (const [what, use, folder] of [
    ['in a folder beside its configuration', './gas', 'gas'],
    ['installed beside its configuration', '@acme/feed-gas', 'node_modules/@acme/feed-gas'],
  ] as const)
    it(`has its alarms, confirmed once they are kept, and has it back after its thread ended: ${what}`, async () => {
      const port = await freePort();
      house = makeHouse({ feeds: [{ use, source: 'gas', config: { port } }] });
      put(join(house.folder, folder));
      serving = await serveProcess(house.configFile);
      const confirmed = (frame: Uint8Array) =>
        until('the confirmation', async () => (await say(port, frame)).startsWith('06'), 30_000);
      await confirmed(ALARM);
      const first = await reports();
      expect(first).to.have.length(1);
      expect(first[0]).to.match(/^report\/gas\/45010301\./);

      expect(await say(port, withCrc(`aa55${DEADLY}0001000100`))).to.not.match(/^06/);
      await until('the log to say so', () => serving!.log().includes('"feed-failed"'));
      await confirmed(withCrc('aa554501030200030211' + '01'));
      await until('the next alarm', async () => (await reports()).length === 2);
      expect(await reports()).to.include(first[0]);
    });
});
