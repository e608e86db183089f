import { createConnection } from 'node:net';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createSqliteStore } from '@yingji/adapters/stores/sqlite';
import { entityId, systemClock, type Draft, type Instant } from '@yingji/core';
import { expect } from 'chai';
import Database from 'libsql';
import { alarmFrame, freePort } from './alarm-line.js';
import type { CallLine } from './calls-feed.js';
import { capAlert } from './cap.js';
import { makeHouse, type House } from './house.js';
import { runCli } from './run-cli.js';
import { serveProcess, type ServeProcess } from './serve-process.js';
import { filesIn, tracesIn, tracesOf } from './traces.js';
import { until } from './wait.js';

const PROGRAM = fileURLToPath(new URL('./serves-calls.ts', import.meta.url));
/** Stands in a field that is no secret: where it is not found, the search is blind. */
const CONTROL = '对照字样甲乙';
/** An id that is not in the picture is named in the answer to the one who asked for it, and nowhere else. */
const ECHOED = 'echoed';

/** Fields marked sensitive in the published JSON Schema of every kind, at any depth. */
function markedFields(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if ((schema as { sensitive?: unknown }).sensitive === true) return [path];
  return Object.entries(schema).flatMap(([key, member]) =>
    markedFields(member, key === 'properties' || key === '$defs' ? path : `${path}/${key}`),
  );
}

interface KindSchema {
  readonly required: readonly string[];
  readonly examples: readonly { readonly [field: string]: unknown }[];
}

/** One secret of each sort that a mask treats in its own way, told apart by its number. */
const secrets = (n: number): string[] => [
  String.fromCodePoint(0x9e20 + n, 0x96c0 + n, 0x9e3d + n),
  `1390000${String(7100 + n)}`,
  `金丝雀第${n}号住在三单元`,
];

describe('what a gateway keeps and says of personal data', function () {
  this.timeout(60_000);
  let house: House;
  let serving: ServeProcess;
  let ports: { fire: number; calls: number };
  const planted: { field: string; secret: string }[] = [];
  /** Everything the gateway has said over HTTP. */
  let said = '';
  let log = '';

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(`${serving.url}${path}`, {
      ...init,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${house.token}`,
        ...(init.headers as { [name: string]: string }),
      },
    });
    said += JSON.stringify([...answer.headers]) + (await answer.clone().text());
    return answer;
  };
  const post = (path: string, body: unknown): Promise<Response> =>
    ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

  /** Sends lines to the call centre and gives its answers. */
  const call = (lines: readonly string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      let text = '';
      const socket = createConnection(ports.calls, '127.0.0.1', () => socket.write(`${lines.join('\n')}\n`));
      socket.setEncoding('utf8').on('error', reject);
      socket.on('data', (chunk) => {
        text += chunk;
        const answers = text.split('\n').slice(0, -1);
        if (answers.length === lines.length) socket.end(() => resolve(answers));
      });
    });
  /** Something of a kind, without what is marked, as its own example says it. */
  const draft = (kind: string, native: string, more: object): Draft => ({
    v: 1,
    kind,
    id: entityId(kind, 'calls', native),
    at: '2026-06-12T16:00:00+08:00' as Instant,
    basis: 'stated',
    body: { value: { ...plain.get(kind), ...more } as never },
  });
  const plain = new Map<string, object>();
  const line = (key: string, made: Draft, outcome: CallLine['outcome'] = 'good'): string =>
    JSON.stringify({ key, drafts: [made], outcome } satisfies CallLine);

  async function listen(kinds: readonly string[]): Promise<void> {
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
    if (serving.child.exitCode === null && serving.child.signalCode === null) await serving.end('SIGKILL');
    house.remove();
  });

  const plant = (field: string, n: number): string => {
    const secret = secrets(Math.floor(n / 3))[n % 3]!;
    planted.push({ field, secret });
    return secret;
  };

  it('knows every trace of a text, so that the search is not blind', () => {
    const text = secrets(1)[2]!;
    for (const [way, trace] of tracesOf(text)) {
      expect(trace.length, way).to.be.above(8);
      expect(tracesIn(Buffer.concat([Buffer.from('x'), trace, Buffer.from('y')]), text)).to.include(way);
    }
    expect(tracesIn(Buffer.from(Buffer.from(`a${text}b`).toString('base64')), text)).to.include('base64 1');
    expect(new TextDecoder('gb18030').decode(tracesOf(text).get('GB18030'))).to.equal(text);
  });

  it('is planted in every marked field, by every door', async () => {
    const bundle = (await (await ask('/api/schema')).json()) as { $defs: { [kind: string]: KindSchema } };
    await listen(Object.keys(bundle.$defs));
    const marked = markedFields(bundle);
    expect(marked, 'marked fields').to.include.members(['/report/caller', '/report/phone', '/report/narrative']);
    let n = 0;
    const next = (field: string): string => plant(field, n++);
    const taken: string[] = [];
    const refused: string[] = [];
    for (const pointer of marked) {
      const [, kind, field] = pointer.split('/') as [string, string, string];
      const { required, examples } = bundle.$defs[kind]!;
      const open = ([name]: [string, unknown]): boolean => !marked.includes(`/${kind}/${name}`);
      const example = Object.fromEntries(Object.entries(examples[0]!).filter(open));
      plain.set(kind, kind === 'report' ? { channel: '110', title: CONTROL } : example);
      const needed = required.find((name) => open([name, undefined]))!;
      for (let sort = 0; sort < 3; sort += 1)
        taken.push(line(`good-${n}`, draft(kind, `good-${n}`, { [field]: next(pointer) })));
      // A secret in a message that is not taken: of the wrong form, of a stranger, cut short, without a meaning.
      refused.push(
        line(`wrong-${n}`, draft(kind, `wrong-${n}`, { [field]: next(''), [needed]: { wrong: next('') } })),
        line(`list-${n}`, draft(kind, `list-${n}`, { [field]: [next('')] })),
        line(`alien-${n}`, { ...draft(kind, '1', { [field]: next('') }), id: entityId(kind, 'fire', String(n)) }),
        line(`cut-${n}`, draft(kind, `cut-${n}`, { [field]: next('') })).slice(0, -4),
        line(`unmapped-${n}`, draft(kind, `unmapped-${n}`, { [field]: next('') }), 'unmapped'),
      );
    }
    expect(await call(taken)).to.deep.equal(taken.map((_, i) => `good-${JSON.parse(taken[i]!).key.slice(5)} stored`));
    const answers = await call(refused);
    expect(answers.filter((answer) => answer === 'unread refused')).to.have.length(marked.length);

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
    const rows = async (kind: string): Promise<{ value: { [field: string]: unknown } }[]> =>
      ((await (await post('/api/view', { queries: { q: { kind } } })).json()) as { rows: { q: never[] } }).rows.q;
    await until('the devices', async () => (await rows('device')).length === 2);
    const title = await until('the warning', async () => (await rows('warning'))[0]?.value['title']);
    expect(title, 'markup is text').to.equal(`<img src=x onerror=alert(1)>${CONTROL}`);

    // The door of people's decisions.
    const command = (id: string, more: object): object => ({ v: 1, id, input: {}, ...more });
    for (const body of [
      command('decision-1', { input: { of: next('') } }),
      command('decision-2', { input: { of: entityId('report', 'calls', 'good-0'), note: next('') } }),
      command('decision-3', { actor: next(''), input: {} }),
      command('decision-4', { input: {}, expects: [{ id: next(''), position: 1 }] }),
      command(next(''), {}),
      command('decision-5', { input: { of: entityId('report', 'calls', next(ECHOED)) } }),
      `{"v":1,"id":"decision-6","input":{"of":"${next('')}`,
    ])
      expect((await post('/api/commands/acknowledge-alarm', body)).status).to.be.within(400, 422);
    await ask(`/api/schema/${encodeURIComponent(next(''))}?${encodeURIComponent(next(''))}=1`);
    await ask('/healthz', {
      headers: { 'x-caller': encodeURIComponent(next('')), authorization: `Bearer ${next('')}` },
    }).catch(() => undefined);
    for (const kind of Object.keys(bundle.$defs)) await rows(kind);
    expect(planted.filter(({ field }) => field === '')).to.have.length(marked.length * 6 + 22);
  });

  function search(where: string, bytes: Buffer, of = planted): void {
    for (const { secret, field } of of)
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
    expect(log).to.include('"debug"').and.include('"invalid-value"').and.include('"not-owner"');
    search('the log', Buffer.from(log));
    const answered = planted.filter(({ field }) => field !== ECHOED);
    search('what was said', Buffer.from(said), answered);
  });

  it('is in no file after a kill, a restart, a backup and an orderly stop', async () => {
    await serving.end('SIGKILL');
    for (const { name, bytes } of inFolder()) search(`${name} after the kill`, bytes);
    serving = await serveProcess(house.configFile, [PROGRAM]);
    const copy = join(house.folder, 'data', 'copy.db');
    const config = join(house.folder, 'upkeep.json');
    writeFileSync(config, JSON.stringify(house.config));
    expect(await runCli(['backup', '--config', config, '--to', copy])).to.include({ code: 0 });
    expect(await serving.end('SIGTERM')).to.include({ code: 0 });
    search('the second log', Buffer.from(serving.log()));
    const files = inFolder();
    expect(tracesIn(files.find(({ name }) => name === 'copy.db')!.bytes, CONTROL)).to.include('UTF-8');
    for (const { name, bytes } of files) search(`${name} after the stop`, bytes);
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
      .filter(({ field }) => field.startsWith('/'))
      .map(({ field, secret }) => `${field.slice(1)} ${secret}`);
    expect(kept).to.include.members(expected);
    expect(held).to.be.at.least(15);
  });

  it('is in nothing that a wrong configuration is told with', async () => {
    const file = join(house.folder, 'wrong.yaml');
    for (const [i, text] of [
      `auth: { tokens: SECRET }\nlistn: 1`,
      `password: !SECRET`,
      `password: |SECRET\n x`,
      `%SECRET x\n---\na: 1`,
      `a: "x" SECRET`,
      `a: 'SECRET`,
      `city: SECRET`,
      `city: { name: a }\nstore: { file: a, keyFile: b }\nfeeds: [{ use: cap, source: a, config: { http: [{ url: "https://u:SECRET@a.example/" }] } }]`,
      `city: { name: a }\nstore: { file: a, keyFile: b }\nfeeds: [{ use: cap, source: a, config: { http: [{ url: "https://a.example/", headers: { Authorization: SECRET } }] } }]`,
      `city: { name: a }\nstore: { file: a, keyFile: b }\norigins: [SECRET]`,
    ].entries()) {
      const secret = `Kanarie${i}x`;
      writeFileSync(file, text.replace('SECRET', secret));
      const { code, out, err } = await runCli(['serve', '--config', file]);
      expect(code, text).to.equal(1);
      expect(out + err, text).to.not.include(secret);
    }
  });
});
