import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { makeHouse, type House } from '../../test/house.js';
import { runCli } from '../../test/run-cli.js';
import { createGateway } from '../gateway.js';

describe('yingji audit verify', function () {
  this.timeout(60_000);
  let house: House;
  beforeEach(() => (house = makeHouse()));
  afterEach(() => house.remove());
  const verify = (...more: string[]) => runCli(['audit', 'verify', '--config', house.configFile, ...more]);
  const file = (): string => join(house.folder, 'data/city.db.audit');

  it('proves the log of a running gateway, and names the line that was touched', async () => {
    const logger = createMemoryLogger();
    const gateway = await createGateway(house.config, { logger });
    const decide = (id: string) =>
      fetch(`${gateway.url}/api/commands/acknowledge-alarm`, {
        method: 'POST',
        headers: { authorization: `Bearer ${house.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ v: 1, id, input: { of: 'report/fire/none' } }),
      });
    for (const id of ['decision-1', 'decision-2']) expect((await decide(id)).status).to.equal(422);
    const good = await verify();
    expect(good).to.include({ code: 0 });
    expect(good.lines[0]).to.include({ n: 3 });
    await gateway.close();

    const { n, seal } = good.lines[0] as { n: number; seal: string };
    expect(await verify('--anchor', `${n}:${seal}`)).to.include({ code: 0, err: '' });
    const told = logger.lines.filter(({ code }) => code === 'audit-anchor').at(-1)!.data;
    expect(told).to.deep.equal({ n, seal });

    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text.replace('"outcome":"refused"', '"outcome":"done"'));
    const bad = await verify();
    expect(bad).to.include({ code: 1, out: '' });
    expect(bad.err).to.include(`${file()}:2: its seal does not fit`);
    writeFileSync(file(), text.split('\n').slice(0, 2).join('\n') + '\n');
    expect((await verify()).err).to.include(`${file()}:3: the log ends here, and once had 3 lines`);
    rmSync(`${file()}.anchor`);
    expect((await verify()).err).to.include('cannot be told');
    expect((await verify('--anchor', `${n}:${seal}`)).err).to.include('cut short');
    rmSync(file());
    const gone = await verify();
    expect(gone).to.include({ code: 1, out: '' });
    expect(gone.err).to.equal(`${file()}:1: there is no log.\n`);
    expect((await verify('--anchor', `${n}:${seal}`)).err).to.include('once had 3 lines');
  });

  it('asks for what it needs', async () => {
    expect(await runCli(['audit'])).to.include({ code: 2 });
    expect(await verify('--anchor', '3')).to.include({ code: 2 });
    expect((await verify()).err).to.include('audit-broken');
  });
});
