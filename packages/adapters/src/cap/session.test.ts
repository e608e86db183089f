import { writeFileSync } from 'node:fs';
import { mkdtemp, mkdir, readdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  systemClock,
  systemIds,
  type Clock,
  type Delivery,
  type FeedContext,
  type Issue,
  type Json,
  type Session,
  type Verdict,
} from '@yingji/core';
import { createMemoryLogger } from '@yingji/core/testing';
import { expect } from 'chai';
import { until } from '../../test/wait.js';
import { cap } from './index.js';

const alert = (identifier: string, headline = 'h'): string =>
  `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${identifier}</identifier><sender>s</sender><sent>2026-06-12T16:55:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>e</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty><headline>${headline}</headline></info></alert>`;

interface Opened {
  readonly session: Session;
  readonly taken: Delivery[];
  readonly status: { readonly state: string; readonly code: string | undefined }[];
  stop(): Promise<void>;
}

const nameOf = (delivery: Delivery | undefined): string => {
  const body = delivery?.drafts[0]?.body as { value?: { native: string } } | undefined;
  return body?.value?.native ?? delivery?.issues[0]?.code ?? 'nothing';
};

describe('CAP session over files', function () {
  this.timeout(60_000);
  const opened: Opened[] = [];
  let folder = '';

  async function open(
    config: Json,
    verdict: (delivery: Delivery) => Verdict | undefined = () => 'stored',
    clock: Clock = systemClock,
  ): Promise<Opened> {
    const made = cap.configure(config);
    if ('issues' in made) throw new Error(JSON.stringify(made.issues));
    const stopping = new AbortController();
    const status: Opened['status'] = [];
    const context: FeedContext = {
      source: 'met',
      clock,
      ids: systemIds,
      logger: createMemoryLogger(),
      status: (state, why?: Issue) => void status.push({ state, code: why?.code }),
    };
    const session = await made.feed.open(context, stopping.signal);
    const taken: Delivery[] = [];
    const reading = (async () => {
      for await (const delivery of session.deliveries) {
        taken.push(delivery);
        const said = verdict(delivery);
        if (said) session.settle(delivery.token, said);
      }
    })();
    const one: Opened = {
      session,
      taken,
      status,
      async stop() {
        stopping.abort();
        await session.closed;
        await reading;
      },
    };
    opened.push(one);
    return one;
  }

  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yingji-cap-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it('reads what lies in the folder, then what is written or renamed into it', async () => {
    await writeFile(join(folder, 'a.xml'), alert('A'));
    const { taken, status } = await open({ folder, rescanS: 600 });
    await until('A', () => taken.length === 1);
    expect(nameOf(taken[0])).to.equal('A');
    await until('open', () => status.length > 0);
    expect(status).to.deep.equal([{ state: 'open', code: undefined }]);
    await pause(100);
    await writeFile(join(folder, 'b.tmp'), alert('B'));
    await rename(join(folder, 'b.tmp'), join(folder, 'b.xml'));
    await until('B, reported by the system', () => taken.length === 2);
    expect(nameOf(taken[1])).to.equal('B');
    expect(await readdir(folder)).to.have.members(['a.xml', 'b.xml']);
  });

  it('finds files without being told, by looking again', async () => {
    await mkdir(join(folder, 'later'));
    await rename(join(folder, 'later'), join(folder, 'gone'));
    const { taken, status } = await open({ folder: join(folder, 'later'), rescanS: 0.05 });
    await until('the folder is missed', () => status.length === 1);
    expect(status[0]).to.deep.equal({ state: 'reconnecting', code: 'folder-unreadable' });
    await writeFile(join(folder, 'gone', 'a.xml'), alert('A'));
    await rename(join(folder, 'gone'), join(folder, 'later'));
    await until('A', () => taken.length === 1);
    await until('open', () => status.at(-1)!.state === 'open');
  });

  it('leaves hidden and unfinished files, folders and links alone', async () => {
    for (const name of ['.a.xml', 'b.tmp', 'c.xml.part', 'D.TMP']) await writeFile(join(folder, name), alert(name));
    await mkdir(join(folder, 'e.xml'));
    await symlink(join(folder, 'b.tmp'), join(folder, 'f.xml'));
    await writeFile(join(folder, 'z.xml'), alert('Z'));
    const { taken } = await open({ folder, rescanS: 0.05 });
    await until('Z', () => taken.length > 0);
    await pause(300);
    expect(taken.map(nameOf)).to.deep.equal(['Z']);
  });

  it('reads a file once for each content', async () => {
    const path = join(folder, 'a.xml');
    await writeFile(path, alert('A'));
    const { taken } = await open({ folder, files: [path], rescanS: 0.05 });
    await until('A', () => taken.length === 1);
    await utimes(path, new Date(), new Date(Date.now() + 5_000));
    await writeFile(join(folder, 'copy.xml'), alert('A'));
    await rename(path, join(folder, 'renamed.xml'));
    await pause(400);
    expect(taken).to.have.length(1);
    await writeFile(join(folder, 'copy.xml'), alert('A', 'other words'));
    await until('the new content', () => taken.length === 2);
  });

  it('reads a new content of the same length and date', async () => {
    const path = join(folder, 'a.xml');
    const date = new Date(1_780_000_000_000);
    await writeFile(path, alert('A'));
    await utimes(path, date, date);
    const { taken } = await open({ folder, rescanS: 0.05 });
    await until('A', () => taken.length === 1);
    await writeFile(path, alert('B'));
    await utimes(path, date, date);
    await until('B', () => taken.length === 2);
    expect(taken.map(nameOf)).to.deep.equal(['A', 'B']);
  });

  it('reads a file whose name is not in UTF-8, as older Chinese systems write them', async function () {
    // 暴雨.xml in GBK; some systems take no such name.
    const name = Buffer.from([0xb1, 0xa9, 0xd3, 0xea, ...Buffer.from('.xml')]);
    const path = Buffer.concat([Buffer.from(`${folder}/`), name]);
    if (process.platform !== 'linux') this.skip();
    await writeFile(path, alert('GBK'));
    await writeFile(join(folder, '暴雨.xml'), alert('UTF-8').slice(0, -1));
    const { taken } = await open({ folder, rescanS: 0.05 });
    await until('both', () => taken.length === 2);
    expect(taken.map(nameOf)).to.have.members(['GBK', 'xml-truncated']);
    expect(taken.find((delivery) => nameOf(delivery) !== 'GBK')!.issues[0]!.message).to.contain('暴雨.xml');
  });

  it('offers again what was not stored, until it is', async () => {
    await writeFile(join(folder, 'a.xml'), alert('A'));
    const verdicts: Verdict[] = ['retry', 'retry', 'stored'];
    const { taken } = await open({ folder, rescanS: 0.05 }, () => verdicts.shift() ?? 'stored');
    await until('three offers', () => taken.length === 3);
    await pause(300);
    expect(taken.map(({ key }) => key)).to.deep.equal([taken[0]!.key, taken[0]!.key, taken[0]!.key]);
    expect(new Set(taken.map(({ token }) => token)).size).to.equal(3);
  });

  it('does not offer again what is not settled yet', async () => {
    await writeFile(join(folder, 'a.xml'), alert('A'));
    const { taken } = await open({ folder, rescanS: 0.05 }, () => undefined);
    await until('the first', () => taken.length === 1);
    await pause(400);
    expect(taken).to.have.length(1);
  });

  it('waits for a file that is still being written', async () => {
    const path = join(folder, 'slow.xml');
    const text = alert('SLOW');
    const { taken } = await open({ folder, rescanS: 0.05 });
    for (const length of [0, 10, 200, text.length - 3]) {
      await writeFile(path, text.slice(0, length));
      await pause(150);
    }
    await writeFile(path, text);
    await until('the whole file', () => taken.length > 0);
    await pause(200);
    expect(taken.map(nameOf)).to.deep.equal(['SLOW']);
  });

  it('tells that a file is not read which is being written to for more than a minute', async () => {
    const path = join(folder, 'endless.xml');
    const text = alert('ENDLESS');
    let ahead = 0;
    const elapsed = (): number => systemClock.elapsed() + ahead;
    const { taken, status } = await open({ folder, rescanS: 0.05 }, () => 'stored', { ...systemClock, elapsed });
    await until('open', () => status.length === 1);
    let length = 10;
    const write = (): void => writeFileSync(path, text.slice(0, (length += 1)));
    write();
    const writing = setInterval(write, 5);
    await pause(300);
    expect(status).to.deep.equal([{ state: 'open', code: undefined }]);
    ahead = 60_001;
    await until('told', () => status.length === 2);
    expect(status[1]).to.deep.equal({ state: 'reconnecting', code: 'file-restless' });
    clearInterval(writing);
    expect(taken).to.deep.equal([]);
    await writeFile(path, text);
    await until('the whole file', () => taken.length > 0);
    expect(taken.map(nameOf)).to.deep.equal(['ENDLESS']);
    await until('open again', () => status.at(-1)!.state === 'open');
  });

  it('tells a file that stays half, with its name and its bytes', async () => {
    await writeFile(join(folder, 'half.xml'), alert('H').slice(0, 100));
    const { taken } = await open({ folder, rescanS: 0.05 });
    await until('the Issue', () => taken.length === 1);
    expect(taken[0]).to.include({ outcome: 'undecodable' });
    expect(taken[0]!.issues[0]).to.include({ code: 'xml-truncated' });
    expect(taken[0]!.issues[0]!.message).to.contain('half.xml');
    expect(taken[0]!.raw).to.have.length(100);
    await pause(700);
    expect(taken).to.have.length(1);
  });

  it('tells 100 MB within 100 ms, without reading them', async () => {
    const path = join(folder, 'huge.xml');
    await writeFile(path, alert('X'));
    await truncate(path, 100 * 1_048_576);
    const begin = performance.now();
    const { taken } = await open({ folder, rescanS: 600 });
    await until('the Issue', () => taken.length === 1);
    expect(performance.now() - begin).to.be.below(100);
    expect(taken[0]!.issues[0]).to.include({ code: 'document-too-large' });
    expect(taken[0]).to.not.have.property('raw');
  });

  it('reads a long list where the configuration lets documents be large', async () => {
    const entries = Array.from({ length: 2_500 }, (_, at) => `<entry><content>${alert(`E${at}`)}</content></entry>`);
    await writeFile(join(folder, 'list.xml'), `<feed xmlns="http://www.w3.org/2005/Atom">${entries.join('')}</feed>`);
    const { taken } = await open({ folder, rescanS: 600, maxBytes: 2_097_152 });
    await until('all of it', () => taken.filter(({ drafts }) => drafts.length === 1).length === 2_500);
  });

  it('tells a named file that is missing, and reads it when it comes', async () => {
    const path = join(folder, 'a.xml');
    const { taken, status } = await open({ files: [path], rescanS: 0.05 });
    await until('missed', () => status.length === 1);
    expect(status[0]).to.deep.equal({ state: 'reconnecting', code: 'file-unreadable' });
    await writeFile(path, alert('A'));
    await until('A', () => taken.length === 1);
    await until('open', () => status.at(-1)!.state === 'open');
  });

  it('makes the reader wait when nobody takes', async () => {
    for (let at = 0; at < 300; at += 1)
      await writeFile(join(folder, `${String(at).padStart(3, '0')}.xml`), alert(`N${at}`));
    const made = cap.configure({ folder, rescanS: 600 });
    if ('issues' in made) throw new Error('config');
    const stopping = new AbortController();
    let read = 0;
    const clock = { ...systemClock, now: () => ((read += 1), systemClock.now()) };
    const session = await made.feed.open(
      { source: 'met', clock, ids: systemIds, logger: createMemoryLogger(), status: () => undefined },
      stopping.signal,
    );
    await until('it reads', () => read >= 100);
    await pause(500);
    // Two looks at the clock for each file that was read: the outbox holds 64 and one waits for room.
    expect(read).to.be.within(100, 140);
    stopping.abort();
    await session.closed;
  });

  it('ends when stopped: deliveries finish, closed resolves', async () => {
    const one = await open({ folder, rescanS: 600 });
    await pause(50);
    const begin = performance.now();
    await one.stop();
    expect(performance.now() - begin).to.be.below(500);
    expect(await one.session.deliveries[Symbol.asyncIterator]().next()).to.deep.equal({ done: true, value: undefined });
  });

  it('does not begin when already stopped', async () => {
    const made = cap.configure({ folder });
    if ('issues' in made) throw new Error('config');
    const stopping = new AbortController();
    stopping.abort();
    await writeFile(join(folder, 'a.xml'), alert('A'));
    const session = await made.feed.open(
      { source: 'met', clock: systemClock, ids: systemIds, logger: createMemoryLogger(), status: () => undefined },
      stopping.signal,
    );
    await session.closed;
    const taken: Delivery[] = [];
    for await (const delivery of session.deliveries) taken.push(delivery);
    expect(taken).to.deep.equal([]);
  });
});
