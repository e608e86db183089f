import { connect as dial, createServer, type AddressInfo } from 'node:net';
import { createConnection, type Connection } from 'mysql2/promise';
import { expect } from 'chai';
import { systemClock, type Issue, type Packet } from '@yingji/core';
import { createMemoryLogger, createSeededIds } from '@yingji/core/testing';
import { mariaDbInstalled, startMariaDb, type MariaDb } from '../../test/mariadb.js';
import { mysql, sqlPoll, type MysqlOptions, type SqlPollOptions, type SqlRow } from './index.js';

const installed = mariaDbInstalled();
const STATEMENT = 'select * from v_jjdb where gxsj >= $1 order by gxsj, jjdbh limit $2';

(installed ? describe : describe.skip)(
  `messages that are read out of MariaDB${installed ? '' : ' (skipped: mariadbd is not installed)'}`,
  function () {
    this.timeout(60_000);
    let server: MariaDb;
    let writer: Connection;
    const ends: (() => unknown)[] = [];

    before(async () => {
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
      for (const end of ends.splice(0).reverse()) await end();
      await writer.query('truncate jjdb');
    });

    const connectTo = (more: Partial<MysqlOptions> = {}) =>
      mysql({
        ...{ host: '127.0.0.1', port: server.port, database: 'jcj', user: 'leser', password: 'ein Kennwort' },
        ...more,
      });

    async function open(more: Partial<SqlPollOptions> = {}) {
      const ending = new AbortController();
      const standing: string[] = [];
      const status = (state: string, why?: Issue): void => void standing.push(why ? `${state} ${why.message}` : state);
      const readTime = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`);
      const transport = await sqlPoll({
        ...{ connect: connectTo(), statement: STATEMENT, mark: 'gxsj', everyS: 0.05, lookbackS: 3_600, overlapS: 0 },
        ...{ readTime },
        ...more,
      }).open(
        { source: 'x', clock: systemClock, ids: createSeededIds(), logger: createMemoryLogger(), status },
        ending.signal,
      );
      const stop = () => (ending.abort(), transport.closed);
      ends.push(stop);
      const packets = transport.packets[Symbol.asyncIterator]();
      const next = async (): Promise<Packet | undefined> => (await packets.next()).value as Packet | undefined;
      /** The rows of the next page, settled so. */
      const rows = async (verdict: 'stored' | 'retry' = 'stored'): Promise<readonly SqlRow[]> => {
        const packet = await next();
        packet?.settled(verdict);
        return JSON.parse(new TextDecoder().decode(packet?.bytes)) as SqlRow[];
      };
      const take = async (verdict?: 'retry'): Promise<string> => (await rows(verdict)).map(({ jjdbh }) => jjdbh).join();
      const told = async (): Promise<readonly string[]> => {
        void next();
        while (standing.length === 0) await systemClock.sleep(10, new AbortController().signal);
        return standing;
      };
      return { next, rows, take, stop, told };
    }
    const put = (number: string, ago: string, text = '有烟'): Promise<unknown> =>
      writer.query(
        `insert into jjdb (jjdbh, bjnr, bjrxm, scbs, gxsj, jjsj) values
         (?, ?, '𠮷', b'1', now() - interval ${ago}, '2026-06-12 09:45')`,
        [number, text],
      );

    it('come row by row as they are written: long numbers, GBK, four-byte characters, bits, bytes, both kinds of times', async () => {
      await put('4501032606120200194000001', '30 minute');
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
      await put('1', '30 minute');
      await writer.query(`update jjdb set gxsj = '2026-06-12 09:45'`);
      const { rows } = await connectTo({ utcOffset: '-03:30' })(new AbortController().signal).then((open) => {
        ends.push(() => open.end());
        return open;
      });
      const [row] = await rows('select jjsj, gxsj from v_jjdb where gxsj >= $1 limit $2', ['2026-01-01', 5]);
      expect(row).to.deep.equal({ jjsj: '2026-06-11 22:15:00', gxsj: '2026-06-12 09:45:00.000' });
    });

    it('may hold GB18030 in columns of bytes, which the statement names', async () => {
      await put('1', '1 minute');
      await writer.query(`update jjdb set bz = x'd3a6bcb1'`);
      const statement = `select jjdbh, gxsj, convert(bz using gbk) as bz from v_jjdb where gxsj >= $1 order by gxsj limit $2`;
      const { rows } = await open({ statement });
      expect((await rows())[0]).to.deep.include({ bz: '应急' });
    });

    it('come page by page, rows of one time on both sides of a page, and then only what is new', async () => {
      await put('1', '30 minute');
      await writer.query(`insert into jjdb (jjdbh, gxsj) select seq, now() - interval 20 minute from seq_2_to_4`);
      await put('5', '10 minute');
      await put('0', '2 hour');
      const { take } = await open({ most: 4 });
      expect([await take(), await take(), await take()]).to.deep.equal(['1,2,3,4', '2,3,4,5', '5']);
      await put('6', '0 minute');
      let taken = await take();
      while (taken === '5') taken = await take();
      expect(taken).to.equal('5,6');
    });

    it('come again while they are not kept, and what is committed late within the overlap', async () => {
      await put('1', '10 minute');
      const { take } = await open({ overlapS: 900 });
      expect([await take('retry'), await take()]).to.deep.equal(['1', '1']);
      await put('2', '15 minute');
      expect(await take()).to.equal('2,1');
    });

    it('do not run in a circle when more rows than a page have one time: that is told', async () => {
      await writer.query(`insert into jjdb (jjdbh, gxsj) select seq, '2099-01-01' from seq_1_to_3`);
      const { take, told } = await open({ most: 2 });
      expect(await take()).to.equal('1,2');
      expect((await told())[0]).to.match(/2 rows and more have one gxsj/);
    });

    it('need no right but to select from the view, and are only read by one who could write', async () => {
      await put('1', '1 minute');
      const hidden = await open({ statement: 'select * from jjdb where gxsj >= $1 order by gxsj limit $2' });
      expect(await hidden.told()).to.deep.equal([
        'reconnecting The database cannot be asked (ER_TABLEACCESS_DENIED_ERROR); check address, rights and statement.',
      ]);
      const { rows, end } = await connectTo({ user: 'schreiber', password: 'x' })(new AbortController().signal);
      ends.push(end);
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
      ends.push(() => writer.query('set global sql_mode = default'));
      const { rows, end } = await connectTo()(new AbortController().signal);
      ends.push(end);
      for (const since of [`\\' or 1 = 1 -- `, `' or 1 = 1 -- `, '$2', `"; select 1 -- `])
        expect(await rows('select $1 as a, $2 as b', [since, 7])).to.deep.equal([{ a: since, b: '7' }]);
    });

    for (const [when, most] of [
      ['while a statement runs', 2],
      ['while it is closed', 3],
    ] as const)
      it(`come again after the line to the database fell dead without a word ${when}`, async () => {
        let dead = false;
        const proxy = createServer({ allowHalfOpen: true }, (near) => {
          const far = dial({ port: server.port, allowHalfOpen: true });
          for (const [from, to] of [
            [near, far],
            [far, near],
          ] as const) {
            from.on('data', (bytes) => dead || to.write(bytes));
            from.on('end', () => dead || to.end());
            from.on('close', () => to.destroy());
            from.on('error', () => undefined);
          }
        });
        await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
        ends.push(() => void proxy.close());
        const { port } = proxy.address() as AddressInfo;
        await put('1', '2 minute');
        await put('2', '1 minute');
        const { next, take } = await open({ connect: connectTo({ port, timeoutS: 0.3 }), most });
        const packet = await next();
        dead = true;
        packet!.settled('stored');
        const waiting = take();
        await systemClock.sleep(600, new AbortController().signal);
        dead = false;
        expect(await waiting).to.equal('2');
      });

    it('come again after the server threw us out', async () => {
      await put('1', '1 minute');
      const { next, take } = await open({ most: 1, everyS: 0.2 });
      const packet = await next();
      await writer.query('kill user leser');
      packet!.settled('stored');
      await put('2', '0 minute');
      const { take: other } = await open();
      expect(await other()).to.equal('1,2');
      expect(await take()).to.equal('1');
    });

    it('end at once while a statement runs, and while nobody answers the dialling; the server breaks off what is too slow', async () => {
      await put('1', '1 minute');
      const slow = await open({ statement: 'select *, sleep(20) from v_jjdb where gxsj >= $1 order by gxsj limit $2' });
      const silent = createServer((socket) => void socket.resume());
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      const deaf = await open({ connect: connectTo({ port: (silent.address() as AddressInfo).port }) });
      const waiting = [slow.next(), deaf.next()];
      await systemClock.sleep(300, new AbortController().signal);
      const began = systemClock.elapsed();
      await Promise.all([slow.stop(), deaf.stop()]);
      expect(await Promise.all(waiting)).to.deep.equal([undefined, undefined]);
      expect(systemClock.elapsed() - began).to.be.below(3_000);
      await new Promise((resolve) => silent.close(resolve));
      const late = await open({
        connect: connectTo({ timeoutS: 0.2 }),
        statement: 'select *, sleep(20) from v_jjdb where gxsj >= $1 order by gxsj limit $2',
      });
      expect((await late.told())[0]).to.match(/errno 1969/);
    });

    it('come over TLS from a server whose certificate is right, and from no other', async function () {
      if (server.ca === undefined) {
        this.test!.title += ' (skipped: no certificate could be made for the server)';
        return this.skip();
      }
      await put('1', '1 minute');
      await writer.query(`alter user leser@'%' require ssl`);
      ends.push(() => writer.query(`alter user leser@'%' require none`));
      const secret = { host: 'localhost', tls: true, ca: server.ca };
      expect(await (await open({ connect: connectTo(secret) })).take()).to.equal('1');
      const asked = async (more: Partial<MysqlOptions>): Promise<string> =>
        (await (await open({ connect: connectTo(more) })).told())[0]!;
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
