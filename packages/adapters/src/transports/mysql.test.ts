import { createConnection, type Connection } from 'mysql2/promise';
import { expect } from 'chai';
import { mariaDbInstalled, startMariaDb, type MariaDb } from '../../test/mariadb.js';
import { createPolls, sqlPollContract, type PolledTable } from '../../test/sql-contract.js';
import { mysql, type SqlServer } from './index.js';

const installed = mariaDbInstalled();

(installed ? describe : describe.skip)(
  `messages that are read out of MariaDB${installed ? '' : ' (skipped: mariadbd is not installed)'}`,
  function () {
    this.timeout(60_000);
    let server: MariaDb;
    let writer: Connection;
    const table = (): PolledTable => ({
      name: 'v_jjdb',
      port: server.port,
      connect: (more = {}) =>
        mysql({
          ...{ host: '127.0.0.1', port: server.port, database: 'jcj', user: 'leser', password: 'ein Kennwort' },
          ...more,
        }),
      put: (agoS, ...numbers) =>
        writer.query(
          `insert into jjdb (jjdbh, bjnr, bjrxm, scbs, gxsj, jjsj) values ${numbers
            .map(() => `(?, '有烟', '𠮷', b'1', now() - interval ? second, '2026-06-12 09:45')`)
            .join()}`,
          numbers.flatMap((number) => [number, agoS]),
        ),
      slow: 'sleep(20)',
    });
    const connectTo = (more?: Partial<SqlServer>) => table().connect(more);
    const put = (agoS: number, ...numbers: string[]) => table().put(agoS, ...numbers);
    const polls = createPolls(table);
    const { open } = polls;

    before(async function () {
      // It makes a database of its own first, which takes long where others work too.
      this.timeout(180_000);
      server = await startMariaDb();
      writer = await createConnection({ socketPath: server.socket, user: 'root', multipleStatements: true });
      // A table as a vendor has it, GBK within, and a view that shows what a reader may see: all that it may.
      await writer.query(`
        set time_zone = '+08:00';
        create database jcj character set utf8mb4;
        use jcj;
        create table jjdb (jjdbh decimal(30), bjnr text character set gbk, bjrxm varchar(40) character set utf8mb4,
          scbs bit(1), bz varbinary(80), gxsj datetime(3), jjsj timestamp null, mm varchar(20)) engine = myisam;
        create definer = root@localhost sql security definer view v_jjdb as
          select jjdbh, bjnr, bjrxm, scbs, bz, gxsj, jjsj from jjdb;
        create table zs (n int);
        create user leser@'%' identified by 'ein Kennwort';
        grant select on jcj.v_jjdb to leser@'%';
        create user schreiber@'%' identified by 'x';
        grant all on jcj.* to schreiber@'%'`);
    });
    after(async () => {
      await writer?.end();
      await server?.stop();
    });
    afterEach(async () => {
      await polls.end();
      await writer.query('truncate jjdb');
    });

    sqlPollContract(table, polls);

    it('come row by row as they are written: long numbers, GBK, four-byte characters, bits, bytes, both kinds of times', async () => {
      await put(1800, '4501032606120200194000001');
      await writer.query(`update jjdb set gxsj = now(3) - interval 1 minute, bz = x'd3a6bcb1'`);
      const { rows } = await open();
      const [row] = await rows();
      expect(row).to.deep.include({
        jjdbh: '4501032606120200194000001',
        bjnr: '有烟',
        bjrxm: '𠮷',
        scbs: '1',
        bz: '0xd3a6bcb1',
        jjsj: '2026-06-12 09:45:00',
      });
      expect(row!['gxsj']).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    });

    it('name the zone of TIMESTAMP, while DATETIME comes as it stands', async () => {
      await put(1800, '1');
      await writer.query(`update jjdb set gxsj = '2026-06-12 09:45'`);
      const { rows } = await connectTo({ utcOffset: '-03:30' })(new AbortController().signal).then((open) => {
        polls.after(() => open.end());
        return open;
      });
      const [row] = await rows('select jjsj, gxsj from v_jjdb where gxsj >= $1 limit $2', ['2026-01-01', 5]);
      expect(row).to.deep.equal({ jjsj: '2026-06-11 22:15:00', gxsj: '2026-06-12 09:45:00.000' });
    });

    it('may hold GB18030 in columns of bytes, which the statement names', async () => {
      await put(60, '1');
      await writer.query(`update jjdb set bz = x'd3a6bcb1'`);
      const statement = `select jjdbh, gxsj, convert(bz using gbk) as bz from v_jjdb where gxsj >= $1 order by gxsj limit $2`;
      const { rows } = await open({ statement });
      expect((await rows())[0]).to.deep.include({ bz: '应急' });
    });

    it('need no right but to select from the view, and are only read by one who could write', async () => {
      await put(60, '1');
      const hidden = await open({ statement: 'select * from jjdb where gxsj >= $1 order by gxsj limit $2' });
      expect(await hidden.told()).to.equal(
        'reconnecting sql-failed: The database cannot be asked (ER_TABLEACCESS_DENIED_ERROR); check address, rights and statement.',
      );
      const { rows, end } = await connectTo({ user: 'schreiber', password: 'x' })(new AbortController().signal);
      polls.after(end);
      for (const statement of [
        'delete from jjdb where gxsj >= $1 limit $2',
        'insert into zs values (1)',
        'drop table zs',
      ])
        expect(
          await rows(statement, ['2026-01-01', 5]).catch((error: { code?: string }) => error.code),
          statement,
        ).to.equal('ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION');
      expect(await rows('select 1 as a; drop table zs', ['', 1]).catch(() => 'refused')).to.equal('refused');
      const [left] = await writer.query('select count(*) as n from jjdb');
      expect(left).to.deep.equal([{ n: 1 }]);
    });

    it('put a watermark between quotes that it cannot end, in every mode of the server', async () => {
      await writer.query(`set global sql_mode = 'NO_BACKSLASH_ESCAPES'`);
      polls.after(() => writer.query('set global sql_mode = default'));
      const { rows, end } = await connectTo()(new AbortController().signal);
      polls.after(end);
      for (const since of [`\\' or 1 = 1 -- `, `' or 1 = 1 -- `, '$2', `"; select 1 -- `])
        expect(await rows('select $1 as a, $2 as b', [since, 7])).to.deep.equal([{ a: since, b: '7' }]);
    });

    it('come again after the server threw us out', async () => {
      await put(60, '1');
      const { next, take } = await open({ most: 1, everyS: 0.2 });
      const packet = await next();
      await writer.query('kill user leser');
      packet!.settled('stored');
      await put(0, '2');
      const { take: other } = await open();
      expect(await other()).to.equal('1,2');
      expect(await take()).to.equal('1');
    });

    it('are broken off by the server where it takes too long', async () => {
      await put(60, '1');
      const late = await open({
        connect: connectTo({ timeoutS: 0.2 }),
        statement: 'select *, sleep(20) from v_jjdb where gxsj >= $1 order by gxsj limit $2',
      });
      expect(await late.told()).to.match(/errno 1969/);
    });

    it('come over TLS from a server whose certificate is right, and from no other', async function () {
      if (server.ca === undefined) {
        this.test!.title += ' (skipped: no certificate could be made for the server)';
        return this.skip();
      }
      await put(60, '1');
      await writer.query(`alter user leser@'%' require ssl`);
      polls.after(() => writer.query(`alter user leser@'%' require none`));
      const secret = { host: 'localhost', tls: true, ca: server.ca };
      expect(await (await open({ connect: connectTo(secret) })).take()).to.equal('1');
      const asked = async (more: Partial<SqlServer>): Promise<string> =>
        (await open({ connect: connectTo(more) })).told();
      expect(await asked({})).to.contain('ER_ACCESS_DENIED_ERROR');
      expect(await asked({ host: 'localhost', tls: true })).to.match(
        /HANDSHAKE_SSL_ERROR|UNABLE_TO_VERIFY|SELF_SIGNED/,
      );
      server.certify('elsewhere.example');
      await writer.query('flush ssl');
      expect(await asked(secret)).to.match(/HANDSHAKE_SSL_ERROR|ALTNAME/);
      expect(() => connectTo({ tls: true })).to.throw(/against a name/);
    });
  },
);
