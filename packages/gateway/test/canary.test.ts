import { createConnection } from 'node:net';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import { roles, type Role } from '@yingji/core/access';
import { connectGateway } from '@yingji/adapters/remote';
import { entityId, kinds, systemClock, type Draft, type Instant } from '@yingji/core';
import type { RemoteView } from '@yingji/core/wire';
import { expect } from 'chai';
import Database from 'libsql';
import { freePort } from './free-port.js';
import { alarmFrame } from './alarm-line.js';
import type { CallLine } from './calls-feed.js';
import { callCentre, CONTROL, markedFields, secrets } from './canaries.js';
import { whatIsTold } from './canary-streams.js';
import { capAlert } from './cap.js';
import { makeHouse, type House } from './house.js';
import { createToken } from '../src/auth/tokens.js';
import { runCli } from './run-cli.js';
import { serveProcess, type ServeProcess } from './serve-process.js';
import { filesIn, tracesIn, tracesOf } from './traces.js';
import { until } from './wait.js';

const PROGRAM = fileURLToPath(new URL('./serves-calls.ts', import.meta.url));

describe('what a gateway keeps and says of personal data', function () {
  this.timeout(60_000);
  let house: House;
  let serving: ServeProcess;
  let ports: { fire: number; calls: number };
  const planted: { field: string; secret: string }[] = [];
  let erased: (typeof planted)[number] | undefined;
  /** Everything the gateway has said over HTTP, but for the answers to who asked to see a secret, or told it himself in an id. */
  let said = '';
  /** Everything that a client of the wire was told, decoded. */
  let decoded = '';
  let client: RemoteView | undefined;
  let log = '';

  const ask = async (path: string, init: RequestInit = {}, secretly = false): Promise<Response> => {
    const answer = await fetch(`${serving.url}${path}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${house.token}`,
        ...(init.headers as { [name: string]: string }),
      },
    });
    said += JSON.stringify([...answer.headers]) + (secretly ? '' : await answer.clone().text());
    return answer;
  };
  const post = (path: string, body: unknown, secretly = false): Promise<Response> =>
    ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }, secretly);

  const call = (lines: readonly string[]): Promise<string[]> => callCentre(ports.calls, lines);
  /** What the schema of a kind shows as its example, with these members. */
  const example = (kind: string, native: string, more: object): Draft => ({
    v: 1,
    kind,
    id: entityId(kind, kinds[kind]!.owner === 'city' ? 'city' : 'calls', native),
    at: '2026-06-12T16:00:00+08:00' as Instant,
    basis: 'stated',
    body: { value: { ...bundle.$defs[kind]!.examples[0], ...more } as never },
  });
  let bundle: { readonly $defs: { readonly [kind: string]: { readonly examples: readonly object[] } } };
  const state = async (key: string, draft: Draft): Promise<number> =>
    (await post('/api/commands/state', { v: 1, id: `state-${key}`, input: draft })).status;
  const report = (native: string, more: object): Draft => ({
    v: 1,
    kind: 'report',
    id: entityId('report', 'calls', native),
    at: '2026-06-12T16:00:00+08:00' as Instant,
    basis: 'stated',
    body: { value: { channel: '110', title: CONTROL, ...more } as never },
  });
  const line = (key: string, draft: Draft, outcome: CallLine['outcome'] = 'good'): string =>
    JSON.stringify({ key, drafts: [draft], outcome } satisfies CallLine);

  async function listen(kinds: readonly string[]): Promise<void> {
    client?.close();
    client = connectGateway({ url: serving.url, token: house.token });
    for (const kind of kinds) client.select({ kind }).subscribe((delta) => (decoded += JSON.stringify(delta)));
    const stop = new AbortController();
    const queries = Object.fromEntries(kinds.map((kind) => [kind, { kind }]));
    const answer = await fetch(`${serving.url}/api/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${house.token}` },
      body: JSON.stringify({ t: 'open', versions: [1], queries }),
      signal: stop.signal,
    });
    const decoder = new TextDecoder();
    void (async () => {
      for await (const chunk of answer.body!) said += decoder.decode(chunk as Uint8Array, { stream: true });
    })().catch(() => undefined);
  }

  before(async () => {
    ports = { fire: await freePort(), calls: await freePort() };
    house = makeHouse({ log: { level: 'debug' } });
    const at = (name: string): string => join(house.folder, name);
    writeFileSync(at('devices.csv'), '编码,名称\n');
    const feeds = [
      ...house.config.feeds!,
      { use: 'gbt26875', source: 'fire', config: { port: ports.fire } },
      { use: 'table', source: 'registry', config: { kind: 'device', file: at('devices.csv'), watch: 0.1 } },
      { use: 'calls', source: 'calls', config: { port: ports.calls } },
    ];
    writeFileSync(house.configFile, JSON.stringify({ ...house.config, feeds }));
    serving = await serveProcess(house.configFile, [PROGRAM]);
  });
  after(async () => {
    client?.close();
    if (serving.child.exitCode === null && serving.child.signalCode === null) await serving.end('SIGKILL');
    house.remove();
  });

  const plant = (field: string, n: number): string => {
    const secret = secrets(Math.floor(n / 3))[n % 3]!;
    planted.push({ field, secret });
    return secret;
  };

  it('would be found wherever it stood in the open, however it was written', () => {
    const at = join(house.folder, 'open');
    const text = secrets(1)[2]!;
    const ascii = JSON.stringify(text).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
    const gb = tracesOf(text).get('GB18030')!;
    expect(new TextDecoder('gb18030').decode(gb)).to.equal(text);
    const written: { [way: string]: Buffer | string } = {
      'UTF-8': `前${text}后`,
      'UTF-16LE': Buffer.from(`前${text}后`, 'utf16le'),
      'UTF-16BE': Buffer.from(`前${text}后`, 'utf16le').swap16(),
      GB18030: gb,
      'JSON escapes': ascii,
      'JSON escapes, upper case': ascii.replace(/[a-f](?=[0-9a-f]{0,3})/g, (c) => c.toUpperCase()),
      'JSON escapes in JSON': JSON.stringify(ascii),
      'XML escapes': text.replace(/[^ -~]/g, (c) => `&#${c.charCodeAt(0)};`),
      percent: new URLSearchParams({ text }).toString(),
      'percent, lower case': encodeURI(text).toLowerCase(),
      hexadecimal: Buffer.from(`前${text}后`).toString('hex'),
      'bytes in JSON': JSON.stringify(Buffer.from(text)),
      'base64 0': Buffer.from(`abc${text}后`).toString('base64'),
      'base64 1': Buffer.from(`a${text}后`).toString('base64'),
      'base64 2': Buffer.from(`ab${text}后`).toString('base64'),
      'base64url 1': Buffer.from(`a${text}后`).toString('base64url'),
      'base64 of UTF-16LE 2': Buffer.concat([Buffer.from('ab'), Buffer.from(text, 'utf16le')]).toString('base64'),
      'base64 of GB18030 1': Buffer.concat([Buffer.from('a'), gb]).toString('base64'),
    };
    for (const [way, content] of Object.entries(written)) {
      writeFileSync(at, content);
      const [found] = filesIn(house.folder).filter(({ name }) => name === 'open');
      expect(tracesIn(found!.bytes, text), way).to.include(way);
      expect(tracesIn(found!.bytes, secrets(2)[2]!), `another, ${way}`).to.deep.equal([]);
    }
  });

  it('is planted in every marked field, by every door', async () => {
    bundle = (await (await ask('/api/schema')).json()) as typeof bundle;
    await listen(Object.keys(bundle.$defs));
    const marked = markedFields(bundle);
    const declared = Object.values(kinds).flatMap(({ name, sensitive }) => sensitive.map((at) => `/${name}${at}`));
    expect(marked, 'marked fields').to.have.members(declared).and.include('/report/caller').and.include('/callup/name');
    let n = 0;
    const next = (field: string): string => plant(field, n++);
    const taken: string[] = [line('control', report('control', {}))];
    let reported = 0;
    const refused: string[] = [];
    for (const pointer of marked) {
      const [, kind, field] = pointer.split('/') as [string, string, string];
      for (let sort = 0; sort < 3; sort += 1) {
        const draft = example(kind, `good-${n}`, { [field]: next(pointer) });
        if (kinds[kind]!.owner === 'source') taken.push(line(draft.id.split('/')[2]!, draft));
        else expect(await state(String(n), draft), `${pointer} by a Command`).to.equal(200);
      }
      if (kinds[kind]!.owner === 'city') {
        const wrong = example(kind, `wrong-${n}`, { [field]: next(''), [next('')]: 1 });
        expect(await state(`wrong-${n}`, { ...wrong, kind: 'place' })).to.equal(422);
      }
      if (kind !== 'report') continue;
      reported += 1;
      // A secret in a message that is not taken: of the wrong form, of a stranger, cut short, without a meaning.
      refused.push(
        line(`wrong-${n}`, report(`wrong-${n}`, { [field]: next(''), channel: next('') })),
        line(`list-${n}`, report(`list-${n}`, { [field]: [next('')] })),
        line(`alien-${n}`, { ...report('1', { [field]: next('') }), id: entityId('report', 'fire', String(n)) }),
        line(`cut-${n}`, report(`cut-${n}`, { [field]: next('') })).slice(0, -4),
        line(`unmapped-${n}`, report(`unmapped-${n}`, { [field]: next('') }), 'unmapped'),
      );
    }
    expect(await call(taken)).to.deep.equal(
      taken.map((each) => `${(JSON.parse(each) as { readonly key: string }).key} stored`),
    );
    const answers = await call(refused);
    expect(answers.filter((answer) => answer === 'unread refused')).to.have.length(reported);

    // The doors of the built-in feeds, each with a message that cannot be used.
    const broken = Buffer.concat([alarmFrame(1), Buffer.from(next(''))]);
    broken.write(next(''), 40);
    await new Promise<void>((resolve) => {
      const socket = createConnection(ports.fire, '127.0.0.1', () => socket.write(Buffer.concat([broken, broken])));
      socket
        .on('data', () => socket.end())
        .on('error', () => resolve())
        .on('close', () => resolve());
      setTimeout(() => socket.end(), 1_000);
    });
    house.drop('cut.xml', capAlert('demo-1', { headline: next('') }).slice(0, -30));
    house.drop('doctype.xml', `<!DOCTYPE a [<!ENTITY b "${next('')}">]>${capAlert('demo-2', { headline: next('') })}`);
    house.drop('markup.xml', capAlert('demo-3', { headline: `&lt;img src=x onerror=alert(1)&gt;${CONTROL}` }));
    writeFileSync(join(house.folder, 'devices.csv'), `编码,名称,联系人,联系电话\n1,"甲,${next('')},${next('')}\n`);
    await until('the broken table', () => serving.log().includes('"registry"'));
    writeFileSync(
      join(house.folder, 'devices.csv'),
      `编码,名称,联系人,联系电话\n1,烟感 ${secrets(90)[1]!},${next('')},${next('')}\n2,乙,${next('')},${next('')}\n`,
    );
    planted.push({ field: '', secret: secrets(90)[1]! });
    const rows = async (kind: string): Promise<{ source: string; value: { [field: string]: unknown } }[]> =>
      ((await (await post('/api/view', { queries: { q: { kind } } })).json()) as { rows: { q: never[] } }).rows.q;
    await until('the devices', async () => (await rows('device')).length === 2);
    const warning = await until('the warning', async () =>
      (await rows('warning')).find(({ source }) => source === 'weather'),
    );
    expect(warning.value['title'], 'markup is text').to.equal(`<img src=x onerror=alert(1)>${CONTROL}`);

    // The door of people's decisions.
    const command = (id: string, more: object): object => ({ v: 1, id, input: {}, ...more });
    for (const body of [
      command('decision-1', { input: { of: next('') } }),
      command('decision-2', { input: { of: entityId('report', 'calls', 'control'), note: next('') } }),
      command('decision-3', { actor: next(''), input: {} }),
      command('decision-4', { input: {}, expects: [{ id: next(''), position: 1 }] }),
      command(next(''), {}),
      `{"v":1,"id":"decision-6","input":{"of":"${next('')}`,
    ])
      expect((await post('/api/commands/acknowledge-alarm', body)).status).to.be.within(400, 422);
    // Who asks for what is not in the picture is told its id again: he, in this answer, and nobody else anywhere.
    const told = plant('', 900);
    const of = entityId('report', 'calls', told);
    const echo = await post('/api/commands/acknowledge-alarm', command('decision-5', { input: { of } }), true);
    expect([echo.status, tracesIn(Buffer.from(await echo.text()), told)]).to.deep.equal([422, ['percent']]);
    await ask(`/api/schema/${encodeURIComponent(next(''))}?${encodeURIComponent(next(''))}=1`);
    await ask('/healthz', {
      headers: { 'x-caller': encodeURIComponent(next('')), authorization: `Bearer ${next('')}` },
    }).catch(() => undefined);
    for (const kind of Object.keys(bundle.$defs)) await rows(kind);
    expect(planted.filter(({ field }) => field === '').length).to.be.at.least(reported * 6 + 22);
  });

  it('is in the answer of who may see it, and in nothing that is kept of the answer', async () => {
    const phones = planted.filter(({ field }) => field === '/report/phone');
    for (const [i, { secret }] of phones.entries()) {
      const of = entityId('report', 'calls', `good-${planted.findIndex((each) => each.secret === secret)}`);
      const input = { of, field: '/phone', purpose: `核实来电${CONTROL}` };
      for (const round of [1, 2]) {
        const answer = await post('/api/commands/reveal', { v: 1, id: `reveal-${i}`, input }, true);
        expect(await answer.json(), `${secret} ${round}`).to.include({ ok: true, revealed: secret });
        expect(answer.headers.get('cache-control')).to.equal('no-store');
      }
    }
    const [audit] = inFolder().filter(({ name }) => name === 'audit.jsonl');
    expect(audit!.bytes.toString().trim().split('\n')).to.have.length(phones.length * 2);
  });

  it('is shown to nobody by a question, a stream or an event, whatever his role and reach', async () => {
    const names = Object.keys(bundle.$defs);
    const queries = Object.fromEntries(names.map((kind) => [kind, { kind }]));
    const tokens = join(house.folder, 'tokens.json');
    const every: string[] = [];
    let shown = '';
    for (const role of Object.keys(roles) as Role[])
      for (const scope of [[], ['450103']]) {
        const token = createToken(
          tokens,
          { id: `${role}-${scope.length}`, masked: '甲*', roles: [role], scope },
          systemClock,
        );
        const authorization = `Bearer ${token}`;
        const answer = await until(`the token of ${role}`, async () => {
          const body = JSON.stringify({ queries });
          const got = await ask('/api/view', { method: 'POST', body, headers: { authorization } });
          return got.status === 401 ? undefined : got;
        });
        shown += await answer.text();
        expect(answer.status, role).to.equal(200);
        every.push(token);
      }
    expect(tracesIn(Buffer.from(shown), CONTROL)).to.deep.equal(['UTF-8']);
    search('what each role is shown', Buffer.from(shown));
    const meanwhile = async (): Promise<string> => {
      const [caller, phone, home] = ['caller', 'phone', 'home'].map((at, i) => plant(`/report/${at}`, 300 + i));
      const late = report('late', { caller, phone, home });
      expect(await call([line('late', late)])).to.deep.equal(['late stored']);
      return late.id;
    };
    const { lines, told } = await whatIsTold(serving.url, { tokens: every, kinds: names, meanwhile });
    expect([told > 2, lines.some((each) => each.includes(CONTROL))], 'told anything').to.deep.equal([true, true]);
    search('what each role is told by streams and events', Buffer.from(lines.join('\n')));
  });

  function search(where: string, bytes: Buffer): void {
    for (const { secret, field } of planted)
      expect(tracesIn(bytes, secret), `${secret} (${field || 'not taken'}) in ${where}`).to.deep.equal([]);
  }
  const inFolder = (): { name: string; bytes: Buffer }[] => filesIn(join(house.folder, 'data'));

  it('is in no file of the running gateway, the write-ahead log among them', () => {
    const files = inFolder();
    expect(files.map(({ name }) => name)).to.include.members(['city.db', 'city.db-wal', 'city.db-shm', 'vault.key']);
    expect(files.filter(({ bytes }) => tracesIn(bytes, CONTROL).length > 0).map(({ name }) => name)).to.include(
      'city.db-wal',
    );
    for (const { name, bytes } of files) search(name, bytes);
  });

  it('is in no answer, no stream and no log line', () => {
    log = serving.log();
    expect(tracesIn(Buffer.from(said), CONTROL)).to.deep.equal(['UTF-8']);
    expect(tracesIn(Buffer.from(decoded), CONTROL)).to.deep.equal(['UTF-8']);
    search('what a client of the wire was told', Buffer.from(decoded));
    expect(log).to.include('"debug"').and.include('"invalid-value"').and.include('"not-owner"');
    search('the log', Buffer.from(log));
    search('what was said', Buffer.from(said));
  });

  it('is in no file after a kill, a restart, a backup and an orderly stop', async () => {
    await serving.end('SIGKILL');
    for (const { name, bytes } of inFolder()) search(`${name} after the kill`, bytes);
    serving = await serveProcess(house.configFile, [PROGRAM]);
    const copy = join(house.folder, 'data', 'copy.db');
    const config = join(house.folder, 'upkeep.json');
    writeFileSync(config, JSON.stringify(house.config));
    expect(await runCli(['backup', '--config', config, '--to', copy])).to.include({ code: 0 });
    // What was erased is gone with all that was shown of it; the copy is from before.
    const n = planted.findIndex(({ field, secret }) => field === '/report/home' && secret.startsWith('139'));
    const shown = planted[n]!.secret.replace(/^(...)....(....)$/, '$1****$2');
    const input = { of: entityId('report', 'calls', `good-${n}`), purpose: '当事人要求删除' };
    const answer = await post('/api/commands/erase', { v: 1, id: 'erase-01', input });
    expect(await answer.json()).to.deep.include({ ok: true, ids: [input.of] });
    erased = planted[n];
    expect(await serving.end('SIGTERM')).to.include({ code: 0 });
    const still = inFolder().filter(({ bytes }) => bytes.includes(shown));
    expect(
      still.map(({ name }) => name),
      shown,
    ).to.deep.equal(['copy.db']);
    search('the second log', Buffer.from(serving.log()));
    const files = inFolder();
    expect(tracesIn(files.find(({ name }) => name === 'copy.db')!.bytes, CONTROL)).to.include('UTF-8');
    for (const { name, bytes } of files) search(`${name} after the stop`, bytes);
  });

  it('erased, it comes back with no backup from before: not to a client, not to who may see secrets, not in a file', async () => {
    const at = (name: string): string => join(house.folder, 'data', name);
    const restored = join(house.folder, 'restored.json');
    const copy = { file: at('copy.db'), keyFile: at('vault.key') };
    const { feeds: _, ...config } = house.config;
    writeFileSync(restored, JSON.stringify({ ...config, store: copy }));
    const of = entityId('report', 'calls', `good-${planted.indexOf(erased!)}`);
    const shown = erased!.secret.replace(/^(...)....(....)$/, '$1****$2');
    expect(inFolder().some(({ name, bytes }) => name === 'copy.db' && bytes.includes(shown))).to.equal(true);
    serving = await serveProcess(restored, [PROGRAM]);
    const before = said.length;
    const there = await post('/api/view', { queries: { q: { kind: 'report' } } });
    const { rows } = (await there.json()) as { rows: { q: { id: string; value: { home?: object } }[] } };
    expect(rows.q.find(({ id }) => id === of)!.value.home).to.have.all.keys('$vault');
    const asked = { v: 1, id: 'reveal-erased', input: { of, field: '/home', purpose: '核实来电' } };
    const answer = await post('/api/commands/reveal', asked, true);
    expect(JSON.stringify(await answer.json())).to.include('"erased"');
    decoded = '';
    await listen(['report']);
    await until('the reports', () => decoded.includes(of));
    client?.close();
    expect(said.slice(before) + decoded).to.not.include(shown);
    expect(await serving.end('SIGTERM')).to.include({ code: 0 });
    for (const { name, bytes } of filesIn(join(house.folder, 'data')))
      expect(bytes.includes(shown), `${shown} in ${name}`).to.equal(false);
  });

  it('is in the vault, whole, for every marked field', async () => {
    const [file, keyFile] = ['city.db', 'vault.key'].map((name) => join(house.folder, 'data', name)) as [
      string,
      string,
    ];
    const db = new Database(file, { readonly: true });
    const keys = db.prepare('SELECT key, field FROM vault').all() as { key: string; field: string }[];
    const held = (db.prepare('SELECT count(*) AS n FROM quarantine').get() as { n: number }).n;
    db.close();
    const sqlite = await createSqliteStore({ file, keyFile, clock: systemClock });
    const kept = await Promise.all(keys.map(async ({ key, field }) => `${field} ${await sqlite.vault.reveal(key)}`));
    await sqlite.close();
    const expected = planted
      .filter((each) => each.field.startsWith('/') && each !== erased)
      .map(({ field, secret }) => `${field.slice(1)} ${secret}`);
    expect(kept).to.include.members(expected).and.not.include(`report/home ${erased!.secret}`);
    expect(held).to.be.at.least(15);
  });
});
