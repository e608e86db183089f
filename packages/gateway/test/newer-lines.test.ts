import Database from 'libsql';
import { expect } from 'chai';
import { createMemoryLogger } from '@yingji/core/testing';
import { createGateway, type Gateway } from '../src/gateway.js';
import { capAlert } from './cap.js';
import { makeHouse, type House } from './house.js';
import { runCli } from './run-cli.js';
import { until } from './wait.js';

describe('a gateway over a log that a newer program wrote', function () {
  this.timeout(60_000);
  let house: House;
  let gateway: Gateway;
  const logger = createMemoryLogger();
  const warnings = (): number => gateway.city.view.find({ kind: 'warning' }).length;
  const healthz = async (): Promise<{ readonly status: number; readonly aside?: unknown }> => {
    const answer = await fetch(`${gateway.url}/healthz`);
    return { status: answer.status, ...((await answer.json()) as object) };
  };

  before(async () => {
    house = makeHouse();
    gateway = await createGateway(house.config, { logger });
    house.drop('a.xml', capAlert('a'));
    await until('the warning', () => warnings() === 1);
    expect(await healthz()).to.not.have.property('aside');
    await gateway.close();
    const db = new Database(house.config.store!.file!);
    db.exec(`UPDATE log SET change = replace(change, '"v":1', '"v":2') WHERE change ->> '$.kind' = 'warning'`);
    db.close();
  });
  after(() => house.remove());

  it('starts, says to anybody what its picture lacks, and takes what comes', async () => {
    gateway = await createGateway(house.config, { logger });
    expect(warnings()).to.equal(0);
    const said = await healthz();
    expect(said).to.deep.include({ status: 200, live: true, ready: true });
    const [line] = said.aside as [{ readonly message: string }];
    expect(said.aside).to.have.length(1);
    expect(line).to.deep.include({ kind: 'warning', v: 2, lines: 1, code: 'version-newer' });
    expect(line.message).to.match(/use the newer program/);
    expect(logger.lines.filter(({ code }) => code === 'version-newer')).to.have.length(1);
    const answer = await fetch(`${gateway.url}/api/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.token}` },
      body: JSON.stringify({ t: 'open', versions: [1], queries: { w: { kind: 'warning' } } }),
    });
    let told = '';
    for await (const chunk of answer.body!) {
      told += new TextDecoder().decode(chunk as Uint8Array);
      if (told.includes('"t":"ready"')) break;
    }
    expect(told).to.match(/"t":"ready".*"code":"lines-aside"/);
    house.drop('b.xml', capAlert('b'));
    await until('another warning', () => warnings() === 1);
    await gateway.close();
  });

  it('leaves them out of the events it prints, and says so', async () => {
    const { code, err, lines } = await runCli(['events', '--config', house.configFile]);
    expect(code).to.equal(1);
    expect(err).to.match(/^1 line\(s\) .*newer/);
    expect(lines.length).to.be.above(0);
  });
});
