import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Position, YingjiError } from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import Database from 'libsql';
import { expect } from 'chai';
import { capAlert } from '../../test/cap.js';
import { makeHouse, type House } from '../../test/house.js';
import { runCli } from '../../test/run-cli.js';
import { until } from '../../test/wait.js';
import { createTokenAuthenticator } from '../auth/tokens.js';
import { createGateway } from '../gateway.js';

describe('yingji backup, prune and token', function () {
  this.timeout(60_000);
  let house: House;
  beforeEach(() => (house = makeHouse()));
  afterEach(() => house.remove());
  const at = (name: string): string => join(house.folder, name);

  it('copies the database of a running gateway, and never over a file', async () => {
    const gateway = await createGateway(house.config, { logger: createMemoryLogger() });
    house.drop('a.xml', capAlert('demo-1'));
    await until('the warning', () => gateway.city.view.find({ kind: 'warning' })[0]);
    const argv = ['backup', '--config', house.configFile, '--to', at('copy.db')];
    expect(await runCli(argv)).to.include({ code: 0, out: `${at('copy.db')}\n` });
    expect((await runCli(argv)).err).to.include('backup-exists');
    expect(await runCli(argv)).to.include({ code: 1 });
    expect(statSync(at('copy.db')).mode & 0o777).to.equal(0o600);
    await gateway.close();

    const store = { file: at('copy.db'), keyFile: at('data/vault.key') };
    const restored = await createGateway({ ...house.config, store, feeds: [] }, { logger: createMemoryLogger() });
    expect(restored.city.view.find({ kind: 'warning' })).to.have.length(1);
    await restored.close();
  });

  it('prunes what has run out and no line of the log', async () => {
    const gateway = await createGateway(house.config, { logger: createMemoryLogger() });
    house.drop('a.xml', capAlert('demo-1'));
    await until('the warning', () => gateway.city.view.find({ kind: 'warning' })[0]);
    await gateway.close();
    const db = new Database(at('data/city.db'));
    const logged = (): number => (db.prepare('SELECT count(*) AS n FROM log').get() as { n: number }).n;
    const before = logged();
    db.exec('UPDATE seen SET until = 1');
    const { code, lines } = await runCli(['prune', '--config', house.configFile]);
    expect(code).to.equal(0);
    expect(lines[0]!['seen']).to.be.greaterThan(0);
    expect(logged()).to.equal(before).and.above(0);
    db.close();
  });

  it('forgets of the log what the configuration no longer asks for, and says how much', async () => {
    const gateway = await createGateway(house.config, { logger: createMemoryLogger() });
    for (const n of [1, 2]) {
      house.drop(`${n}.xml`, capAlert(`demo-${n}`));
      await until(`warning ${n}`, () => gateway.city.view.find({ kind: 'warning' }).length === n);
    }
    const stands = gateway.city.view.find({ kind: 'warning' });
    await gateway.close();
    const db = new Database(at('data/city.db'));
    db.exec(`UPDATE log SET recorded_at = '2020-01-01T00:00:00.000Z'; DELETE FROM cursors`);
    db.close();
    const store = { ...house.config.store, keep: { observationDays: 1, logDays: 2 } };
    writeFileSync(house.configFile, JSON.stringify({ ...house.config, store }));
    const { code, lines } = await runCli(['prune', '--config', house.configFile]);
    expect(code).to.equal(0);
    expect(lines[0]!['log']).to.be.greaterThan(0);
    expect(lines[0]).to.include({ observations: 0, secrets: 0 });
    const again = await createGateway({ ...house.config, store }, { logger: createMemoryLogger() });
    expect(again.city.view.find({ kind: 'warning' }).map(({ value }) => value)).to.deep.equal(
      stands.map(({ value }) => value),
    );
    expect(await again.city.asOf(1 as Position).catch((error: YingjiError) => error.code)).to.equal('log-cut');
    house.drop('3.xml', capAlert('demo-3'));
    await until('the next warning', () => again.city.view.find({ kind: 'warning' }).length === 3);
    await again.close();
  });

  it('makes nothing where no gateway has run', async () => {
    for (const argv of [['prune'], ['backup', '--to', at('copy.db')]]) {
      const { code, err } = await runCli([...argv, '--config', house.configFile]);
      expect(code).to.equal(1);
      expect(err).to.include('store-missing');
    }
    expect(existsSync(at('data'))).to.equal(false);
  });

  it('prints a token once, alone, and it works', async () => {
    const argv = [
      'token',
      'create',
      '--actor',
      'wang',
      '--name',
      '王*',
      '--role',
      'duty-desk',
      '--role',
      'commander',
      '--scope',
      '450103',
      '--tokens',
      at('new/tokens.json'),
    ];
    const { code, out, err } = await runCli(argv);
    expect(code).to.equal(0);
    expect(out).to.match(/^yj_[\w-]{43}\n$/);
    expect(err + readFileSync(at('new/tokens.json'), 'utf8')).to.not.include(out.trim());
    const actor = await createTokenAuthenticator(at('new/tokens.json')).authenticate({
      authorization: `Bearer ${out.trim()}`,
    });
    expect(actor).to.deep.include({ id: 'wang', masked: '王*', roles: ['duty-desk', 'commander'], scope: ['450103'] });
    expect(err).to.include('of duty-desk, commander, reaches 450103, and ends when it is taken back');
  });

  it('refuses a role, a scope or a number of a person before anything is written', async () => {
    const base = ['token', 'create', '--name', '王*', '--tokens', at('new.json')];
    for (const [argv, says] of [
      [['--actor', 'wang', '--role', 'comander'], 'did you mean "commander"'],
      [['--actor', 'wang', '--scope', '45010'], 'no division code'],
      [['--actor', '13800000119'], 'never a phone'],
      [['--actor', 'oidc:wang'], 'other issuers'],
      [['--actor', 'wang', '--days', '0'], '1 to 3650'],
    ] as const)
      expect(await runCli([...base, ...argv]))
        .to.include({ code: 2, out: '' })
        .with.property('err')
        .that.includes(says);
    expect(existsSync(at('new.json'))).to.equal(false);
  });

  it('lists tokens without a word of what they are, and takes them back', async () => {
    const tokens = at('tokens.json');
    const listed = async () => (await runCli(['token', 'list', '--tokens', tokens])).lines;
    const [first] = await listed();
    expect(first).to.include({ id: 'li' });
    expect(first).to.not.have.property('hash');
    const revoke = (...more: string[]) => runCli(['token', 'revoke', ...more]);
    expect((await revoke('--tokens', tokens)).code).to.equal(2);
    expect((await revoke('--tokens', tokens, '--jti', 't-nothing')).code).to.equal(1);
    expect((await listed()).length).to.equal(1);
    expect((await revoke('--denied', at('denied.json'), '--sub', 'li', '--until', 'tomorrow')).code).to.equal(2);
    expect(
      (await revoke('--tokens', tokens, '--denied', at('denied.json'), '--jti', String(first!['jti']))).lines,
    ).to.deep.equal([{ taken: 1, denied: true }]);
    expect(readFileSync(at('denied.json'), 'utf8')).to.include(String(first!['jti']));
    expect(statSync(at('denied.json')).mode & 0o777).to.equal(0o600);
    expect((await runCli(['token', 'list', '--tokens', tokens])).out).to.equal('');
  });
});
