// Calls out of a 前置库, as a vendor has it: a server of its own, a table in its own character set, a view that may be read.
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { expect } from 'chai';
import { createCity, createMemoryStore, systemClock, systemIds, type City } from '@yingji/core';
import { mariaDbInstalled, startMariaDb } from '../../test/mariadb.js';
import { binaries, startPostgres } from '../../test/postgres.js';
import { until } from '../../test/wait.js';
import { calls110 } from './index.js';

const NUMBER = '4501032606120200194000001';
const COLUMNS = 'jjdbh, bjsj, bjdh, bjrmc, jqdz, bjnr, scbs, gxsj';

interface Database {
  readonly from: object;
  run(statement: string): Promise<unknown>;
  stop(): Promise<unknown>;
}

async function onMariaDb(): Promise<Database> {
  const server = await startMariaDb();
  const writer = await createConnection({ socketPath: server.socket, user: 'root', multipleStatements: true });
  await writer.query(`
    set time_zone = '+08:00';
    create database jcj; use jcj;
    create table jjdb (jjdbh varchar(30), bjsj datetime, bjdh varchar(20), bjrmc varchar(40), jqdz varchar(200), bjnr text,
      scbs boolean, gxsj datetime(3)) character set gbk;
    create view v_jjdb as select * from jjdb;
    create user leser@'%' identified by 'nur lesen'; grant select on jcj.v_jjdb to leser@'%'`);
  return {
    from: { way: 'mysql', host: '127.0.0.1', port: server.port, database: 'jcj', user: 'leser', password: 'nur lesen' },
    run: (statement) => writer.query(statement),
    stop: () => writer.end().then(() => server.stop()),
  };
}

async function onPostgres(): Promise<Database> {
  const server = await startPostgres(binaries()!);
  const to = { host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' };
  const writer = new pg.Client(to);
  await writer.connect();
  await writer.query("set time zone 'Asia/Shanghai'");
  await writer.query(`create table jjdb (jjdbh numeric, bjsj timestamp, bjdh text, bjrmc text, jqdz text, bjnr text, scbs boolean,
    gxsj timestamp); create view v_jjdb as select * from jjdb`);
  return {
    from: { way: 'postgres', ...to },
    run: (statement) => writer.query(statement),
    stop: () => writer.end().then(() => server.stop()),
  };
}

for (const [name, here, start] of [
  ['MariaDB, in GBK', mariaDbInstalled(), onMariaDb],
  ['PostgreSQL', binaries() !== undefined, onPostgres],
] as const)
  (here ? describe : describe.skip)(
    `calls out of ${name}${here ? '' : ' (skipped: it is not installed)'}`,
    function () {
      // Its server makes a database of its own first, which takes long where others work too.
      this.timeout(180_000);
      let database: Database;
      let city: City;
      let read: () => Promise<string>;
      before(async () => {
        database = await start();
        const statement = 'select * from v_jjdb where gxsj >= $1 order by gxsj limit $2';
        const made = calls110.configure({ from: { ...database.from, statement, mark: 'gxsj', everyS: 0.05 } } as never);
        if (!('feed' in made)) return expect.fail(JSON.stringify(made.issues));
        const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
        city = await createCity({ store, vault, clock: systemClock, feeds: [{ feed: made.feed, source: 'calls' }] });
        read = async () => {
          let text = '';
          for await (const entry of store.read(0 as never, 10_000)) text += JSON.stringify(entry);
          return text;
        };
      });
      after(async () => {
        await city?.close();
        await database?.stop();
      });

      const put = (content: string, { deleted = false, ago = '1' } = {}): Promise<unknown> =>
        database.run(
          `insert into jjdb (${COLUMNS}) values ('${NUMBER}', '2026-06-12 09:45:00', '13800000110', '欧阳某',
         '示例路1号3栋2单元1101室', '${content}', ${deleted}, now() - interval '${ago}' second)`,
        );
      const reports = () => city.view.find({ kind: 'report' });

      it('a row is a call, its caller is nowhere but in the vault; a later edition stands, and its deletion', async () => {
        await put('有烟', { ago: '30' });
        await until('the call', () => reports().length === 1);
        const [first] = reports();
        expect(first!.value).to.deep.include({ native: NUMBER, channel: '110', address: '示例路1号3栋' });
        expect(first!.value['phone']).to.deep.include({ masked: '138****0110' });
        expect(await read()).to.not.match(/欧阳|13800000110|1101|有烟/);
        await put('火已扑灭', { ago: '20' });
        await until('the later edition', () => reports()[0]?.position !== first!.position);
        expect(reports()).to.have.lengthOf(1);
        await put('火已扑灭', { deleted: true, ago: '10' });
        await until('its deletion', () => reports().length === 0);
      });
    },
  );
