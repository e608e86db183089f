import { expect } from 'chai';
import * as z from 'zod';
import { createCity, type City } from '../city/city.js';
import { issue, type Issue } from '../error.js';
import { asJson, type Json } from '../json.js';
import type { Draft, Entry, Position } from '../model/change.js';
import { digest } from '../model/digest.js';
import { findingExample } from '../model/finding.schema.js';
import { defineKind } from '../model/define-kind.js';
import { entityId } from '../model/id.js';
import type { VaultRef } from '../model/kind.js';
import { means, sensitive } from '../model/marks.js';
import type { Actor } from '../ports/authenticator.js';
import type { Store } from '../ports/store.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { cityFact, madeBy } from './city-fact.js';
import type { Command, CommandDefinition, CommandResult } from './command.js';

const actor: Actor = { id: 'u1', masked: '李*', roles: [], scope: [] };
const SECRET = '李小明';

const draft = (kind: string, native: string, value: object, more: Partial<Draft> = {}): Draft => ({
  v: 1,
  kind,
  id: entityId(kind, 'city', native),
  at: '2026-06-12T16:00:00+08:00' as Draft['at'],
  basis: 'stated',
  by: 'u1',
  body: { value: asJson(value) },
  ...more,
});
const callup = (native: string): Draft =>
  draft('callup', native, {
    about: ['warning/cap/1'],
    name: SECRET,
    phone: '13800001234',
    channel: 'phone',
    outcome: 'confirmed',
  });

/** A Command that states what its test hands it. */
const say = (drafts: readonly Draft[]): CommandDefinition<'say', Json> => ({
  name: 'say',
  title: { zh: '说', en: 'Say' },
  parse: (input) => ({ input }),
  decide: () => ({ drafts }),
});

async function world(definition: CommandDefinition): Promise<{ city: City; store: Store; reveal: Reveal }> {
  const clock = createManualClock();
  const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
  const ids = createSeededIds(5);
  const city = await createCity({ store, vault, clock, ids, commands: [definition], analysts: [] });
  return { city, store, reveal: (key) => vault.reveal(key) };
}
type Reveal = (key: string) => Promise<string | undefined>;

async function logOf(store: Store): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of store.read(0 as Position, 1000)) entries.push(entry);
  return entries;
}
const request = (id = 'command-1', input: Json = {}): Pick<Command, 'v' | 'id' | 'name' | 'input'> => ({
  v: 1,
  id,
  name: 'say',
  input,
});
const codes = (result: CommandResult): string[] => (result.ok ? [] : result.issues.map(({ code }) => code));

describe('dispatch', () => {
  it('keeps nothing of a Command that is refused for one of its drafts', async () => {
    const good = draft('incident', '1', { state: 'open', title: '一' });
    const bad = draft('incident', '2', { state: 'open', title: '二' }, { kind: 'no-such-kind' });
    const { city, store } = await world(say([good, bad]));
    const refused = await city.send(request(), actor);
    expect(codes(refused)).to.deep.equal(['unknown-kind']);
    expect(await logOf(store)).to.deep.equal([]);
    expect(city.view.get(good.id)).to.equal(undefined);
    expect((await store.resume()).stamps, 'its counters stay where they were').to.deep.equal({});
    await city.close();
  });

  it('tells whoever sent it what of it was mended, each time the same is asked', async () => {
    const half = draft('incident', '1', { state: 'open', title: '积\ud83d水' });
    const { city, store } = await world(say([half]));
    const first = await city.send(request(), actor);
    expect(first.ok && first.issues?.map(({ code, level }) => `${code} ${level}`)).to.deep.equal([
      'not-unicode warning',
    ]);
    expect(first.issues![0]!.message).to.not.include('quarantine');
    expect(await city.send(request(), actor)).to.deep.equal(first);
    expect(city.view.get(half.id)!.value['title']).to.equal('积\ufffd水');
    expect(await logOf(store)).to.have.length(1);
    await city.close();
  });

  it('splits what is personal in its drafts into the vault, as the door does', async () => {
    const { city, store, reveal } = await world(say([callup('1')]));
    const result = await city.send(request(), actor);
    expect(codes(result)).to.deep.equal([]);
    const { name } = city.view.get(callup('1').id)!.value as { name: { $vault: string; masked: string } };
    expect(name.masked).to.equal('李**');
    expect(await reveal(name.$vault)).to.equal(SECRET);
    expect(JSON.stringify(await logOf(store))).to.not.include(SECRET);
    await city.close();
  });

  it('keeps a reference that the entity shows already, and takes no other', async () => {
    const person = defineKind({
      name: 'acme:person',
      title: { zh: '人', en: 'person' },
      law: 'register',
      owner: 'city',
      fields: { name: sensitive('Name.'), note: means(z.string(), 'A note.').optional() },
      example: { name: '李小明' },
    });
    const clock = createManualClock();
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    let drafts: readonly Draft[] = [];
    const commands = [{ ...say([]), decide: () => ({ drafts }) }];
    const ids = createSeededIds(5);
    const city = await createCity({ store, vault, clock, ids, commands, analysts: [], kinds: [person] });
    const state = async (n: number, native: string, value: object): Promise<VaultRef> => {
      drafts = [draft('acme:person', native, value)];
      expect(codes(await city.send(request(`command-${n}`), actor))).to.deep.equal([]);
      return city.view.get(drafts[0]!.id)!.value['name'] as never;
    };
    const first = await state(1, 'a', { name: SECRET });
    expect(await state(2, 'a', { name: first, note: '一' })).to.deep.equal(first);
    const stolen = await state(3, 'b', { name: first });
    expect(stolen.$vault).to.not.equal(first.$vault);
    expect(await vault.reveal(stolen.$vault)).to.not.include(SECRET);
    await city.close();
  });

  it('refuses a draft that its kind does not allow, as the door does', async () => {
    const { city, store } = await world(say([draft('callup', '1', { channel: 'phone', outcome: 'confirmed' })]));
    expect(codes(await city.send(request(), actor))).to.include('invalid-value');
    expect(await logOf(store)).to.deep.equal([]);
    await city.close();
  });

  for (const [what, odd] of Object.entries({
    'no body': { ...callup('1'), body: undefined },
    'a body of nothing': { ...callup('1'), body: null },
    'a value of nothing': { ...callup('1'), body: { value: null } },
    'no id': { ...callup('1'), id: undefined },
    nothing: null,
  }))
    it(`answers a draft that is ${what} with an Issue`, async () => {
      const { city, store } = await world(say([callup('2'), odd as never]));
      expect(codes(await city.send(request(), actor))).to.have.length(1);
      expect(await logOf(store)).to.deep.equal([]);
      await city.close();
    });

  it('asks whether the actor may when it decides, not only when it is asked', async () => {
    const clock = createManualClock();
    const { store: sound, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const store: Store = { ...sound, commit: (commit) => gate.then(() => sound.commit(commit)) };
    const ids = createSeededIds(5);
    const commands = [say([draft('incident', '1', { state: 'open', title: '一' })])];
    const city = await createCity({ store, vault, clock, ids, commands, analysts: [] });
    let revoked = false;
    const against = (): Issue | undefined => (revoked ? issue('not-permitted', 'Revoked.') : undefined);
    const before = city.send(request('command-1'), actor, { against });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const after = city.send(request('command-2'), actor, { against });
    revoked = true;
    release();
    expect(codes(await before), 'it was decided already').to.deep.equal([]);
    expect(codes(await after)).to.deep.equal(['not-permitted']);
    expect(codes(await city.send(request('command-1'), actor, { against })), 'what was answered is').to.deep.equal([]);
    expect(await logOf(sound)).to.have.length(1);
    await city.close();
  });

  it('keeps no vault row of a Command that is refused', async () => {
    const bad = draft('incident', '2', { state: 'open', title: '二' }, { kind: 'no-such-kind' });
    const commits: number[] = [];
    const clock = createManualClock();
    const { store: sound, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const store: Store = { ...sound, commit: (c) => (commits.push(c.vault.length), sound.commit(c)) };
    const ids = createSeededIds(5);
    const city = await createCity({ store, vault, clock, ids, commands: [say([callup('1'), bad])], analysts: [] });
    expect(codes(await city.send(request(), actor))).to.deep.equal(['unknown-kind']);
    expect(commits).to.deep.equal([]);
    await city.close();
  });

  it('gives what it makes an id that nobody without the key can choose, and the same each time it is asked for', async () => {
    const made = async (key: string, id: string): Promise<readonly string[]> => {
      const clock = createManualClock();
      const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
      const commands: CommandDefinition[] = [
        {
          ...say([]),
          decide: (_, command, { now }) => ({
            drafts: [cityFact(madeBy('finding', command), findingExample, { command, at: now })],
          }),
        },
      ];
      const keyed = {
        ...vault,
        pseudonym: (field: string, text: string) => `${key}-${digest(`${key} ${field} ${text}`)}`,
      };
      const city = await createCity({ store, vault: keyed, clock, ids: createSeededIds(5), commands, analysts: [] });
      const result = await city.send(request(id), actor);
      const again = await city.send(request(id), actor);
      await city.close();
      expect(again).to.deep.equal(result);
      return result.ok ? result.ids : [];
    };
    const [one] = await made('key-1', 'command-1');
    expect((await made('key-1', 'command-1'))[0]).to.equal(one);
    expect((await made('key-1', 'command-2'))[0]).to.not.equal(one);
    expect((await made('key-2', 'command-1'))[0]).to.not.equal(one);
  });

  it('remembers an answer under a name that nobody without the key can guess its input from', async () => {
    const asked: string[] = [];
    const clock = createManualClock();
    const { store: sound, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    const store: Store = { ...sound, known: (what) => (asked.push(...what.commands), sound.known(what)) };
    const pseudonym = (field: string, text: string): string => `keyed-${vault.pseudonym(field, text)}`;
    const city = await createCity({
      store,
      vault: { ...vault, pseudonym },
      clock,
      ids: createSeededIds(5),
      commands: [say([])],
      analysts: [],
    });
    await city.send(request('command-1', { phone: '13800001234' }), actor);
    expect(asked).to.have.length(1);
    expect(asked[0]).to.match(/^command-1 keyed-/);
    await city.close();
  });
});
