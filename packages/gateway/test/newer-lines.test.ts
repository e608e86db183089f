import Database from 'libsql';
import { expect } from 'chai';
import { systemClock, type Role } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { createToken } from '../src/auth/tokens.js';
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
  const healthz = async (headers = {}): Promise<unknown> => {
    const answer = await fetch(`${gateway.url}/healthz`, { headers });
    return [answer.status, await answer.json()];
  };
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  async function aside(headers = {}): Promise<[number, { readonly code?: string; readonly aside?: object[] }]> {
    const answer = await fetch(`${gateway.url}/api/aside`, { headers });
    return [answer.status, (await answer.json()) as { aside?: object[] }];
  }
  const tokenOf = (role: Role): string =>
    createToken(house.config.auth!.tokens!, { id: role, masked: '王*', roles: [role], scope: ['450103'] }, systemClock);
  const OK = [200, { live: true, ready: true }];

  before(async () => {
    house = makeHouse();
    gateway = await createGateway(house.config, { logger });
    house.drop('a.xml', capAlert('a'));
    await until('the warning', () => warnings() === 1);
    expect((await aside(as(house.token)))[1].aside).to.deep.equal([]);
    await gateway.close();
    const db = new Database(house.config.store!.file!);
    db.exec(`UPDATE log SET change = replace(change, '"v":1', '"v":2') WHERE change ->> '$.kind' = 'warning'`);
    db.close();
  });
  after(() => house.remove());

  it('starts, says to a desk what its picture lacks and to strangers that it lives, and takes what comes', async () => {
    gateway = await createGateway(house.config, { logger });
    expect(warnings()).to.equal(0);
    for (const headers of [{}, as(house.token), as('yj_none')]) expect(await healthz(headers)).to.deep.equal(OK);
    const [status, said] = await aside(as(house.token));
    expect([status, said.aside?.length]).to.deep.equal([200, 1]);
    expect(said).to.have.property('version');
    const [line] = said.aside as [{ readonly message: string }];
    expect(line).to.deep.include({ kind: 'warning', v: 2, lines: 1, code: 'version-newer' });
    expect(line.message).to.match(/use the newer program/);
    expect((await aside())[0], 'a stranger').to.equal(401);
    for (const role of ['resident', 'grid-worker', 'responder', 'squad-lead', 'community', 'unit', 'vendor'] as const)
      expect((await aside(as(tokenOf(role))))[0], role).to.equal(403);
    for (const role of ['commander', 'auditor'] as const)
      expect((await aside(as(tokenOf(role))))[0], role).to.equal(200);
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
