import { expect } from 'chai';
import pg from 'pg';
import { binaries, startPostgres, type Server } from '../../test/postgres.js';
import { createPolls, sqlPollContract, type PolledTable } from '../../test/sql-contract.js';
import { postgres } from './index.js';

const native = binaries();

(native ? describe : describe.skip)(
  `messages that are read out of PostgreSQL${native ? '' : ' (skipped: there are no binaries for this machine)'}`,
  function () {
    this.timeout(60_000);
    let server: Server;
    let writer: pg.Client;
    const table = (): PolledTable => ({
      name: 'jjdb',
      port: server.port,
      connect: (more = {}) =>
        postgres({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres', ...more }),
      put: (agoS, ...numbers) =>
        writer.query(
          `insert into jjdb select n, '有烟', false, now() - make_interval(secs => $1), '2026-06-12 09:45+08'
           from unnest($2::numeric[]) n`,
          [agoS, numbers],
        ),
      slow: 'pg_sleep(20)',
    });
    const polls = createPolls(table);

    before(async () => {
      server = await startPostgres(native!);
      writer = new pg.Client({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
      await writer.connect();
      await writer.query("set time zone 'Asia/Shanghai'");
      await writer.query(
        'create table jjdb (jjdbh numeric, bjnr text, scbs boolean, gxsj timestamp, jjsj timestamptz)',
      );
    });
    after(async () => {
      await writer?.end();
      await server?.stop();
    });
    afterEach(async () => {
      await polls.end();
      // What still runs there for a line that is gone holds the table.
      await writer.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'yingji'");
      await writer.query('truncate jjdb');
    });

    sqlPollContract(table, polls);

    it('come row by row as they are written: long numbers, truth, a time with a zone', async () => {
      await table().put(60, '4501032606120200194000001');
      const [row] = await (await polls.open()).rows();
      expect(row).to.deep.include({
        jjdbh: '4501032606120200194000001',
        bjnr: '有烟',
        scbs: 'f',
        jjsj: '2026-06-12 09:45:00+08',
      });
    });

    it('are only read: a statement that writes is refused', async () => {
      const statement = `with gone as (delete from jjdb where gxsj >= $1 returning *) select * from gone limit $2`;
      await table().put(60, '1');
      expect(await (await polls.open({ statement })).told()).to.match(/^reconnecting sql-failed:/);
      expect((await writer.query('select 1 from jjdb')).rowCount).to.equal(1);
    });
  },
);
