import { expect } from 'chai';
import * as z from 'zod';
import { createCity } from '../city/city.js';
import { canonical, type Json } from '../json.js';
import type { Entry } from '../model/change.js';
import { defineKind } from '../model/define-kind.js';
import { entityId, type EntityId } from '../model/id.js';
import type { VaultRef } from '../model/kind.js';
import { means, sensitive } from '../model/marks.js';
import type { Audit } from '../ports/audit.js';
import type { Vault } from '../ports/vault.js';
import { createMemoryStore } from '../store/memory.js';
import { createManualClock, createSeededIds } from '../testing/index.js';
import { actor, asked, call, codes, KEYS, logOf, ONE, PHONE, ref, turn, TWO, world } from '../testing/secrets-world.js';
import type { Delta } from '../view/view.js';
import { cityFact } from './city-fact.js';
import type { CommandDefinition } from './command.js';
import { defineErase } from './erase.js';

describe('reveal', () => {
  it('answers that actor alone, and keeps the secret nowhere', async () => {
    const { city, store, audited, commits, logged, ask } = await world();
    const before = commits.length;
    const seen: Delta[] = [];
    city.view.select({ kind: 'report' }).subscribe((delta) => seen.push(delta));
    const result = await ask('reveal', asked);
    expect(result).to.deep.include({ ok: true, ids: [ONE], revealed: PHONE });
    expect(audited).to.have.length(1);
    expect(audited[0]).to.deep.include({
      actor: 'u1',
      what: 'reveal',
      command: 'command-1',
      of: ONE,
      field: '/phone',
      purpose: asked.purpose,
      outcome: 'granted',
    });
    expect(commits.length, 'commits').to.equal(before);
    const kept = JSON.stringify([audited, seen, await logOf(store), city.view.find({ kind: 'report' })]) + logged();
    expect(kept).to.not.include(PHONE);
    expect(JSON.stringify(await logOf(store)) + logged()).to.not.include(asked.purpose);
    await city.close();
  });

  it('is asked for again under one id, and is audited again', async () => {
    const { city, audited } = await world();
    const request = { v: 1, id: 'command-x', name: 'reveal', input: asked } as const;
    const first = await city.send(request, actor('duty-desk'));
    expect(await city.send(request, actor('duty-desk'))).to.deep.equal(first);
    expect(audited.map(({ outcome }) => outcome)).to.deep.equal(['granted', 'granted']);
    await city.close();
  });

  it('is refused, and that is audited: to who may not, of what is not there, of what is no secret', async () => {
    const { city, audited, ask } = await world();
    expect(codes(await ask('reveal', asked, actor('resident')))).to.deep.equal(['not-permitted']);
    expect(codes(await ask('reveal', { ...asked, of: 'report/calls/9' }, actor('resident')))).to.deep.equal([
      'not-permitted',
    ]);
    expect(codes(await ask('reveal', { ...asked, of: 'report/calls/9' }))).to.deep.equal(['not-found']);
    for (const field of ['/title', '/toString', '/caller2'])
      expect(codes(await ask('reveal', { ...asked, field })), field).to.deep.equal(['nothing-secret']);
    expect(audited.map(({ outcome }) => outcome)).to.deep.equal(Array.from({ length: 6 }, () => 'refused'));
    await city.close();
  });

  it('opens what its kind marks, and no reference that somebody wrote elsewhere', async () => {
    const note = defineKind({
      name: 'acme:note',
      title: { zh: '便条', en: 'note' },
      law: 'register',
      fields: { more: means(z.record(z.string(), z.string()), 'Anything.') },
      example: { more: {} },
    });
    const { city, calls, ask } = await world(undefined, [note]);
    const id = entityId('acme:note', 'calls', '1');
    calls.deliver('m3', [[id, { more: ref(city, ONE) }]]);
    await turn();
    expect(city.view.get(id)!.value['more']).to.have.property('$vault');
    expect(codes(await ask('reveal', { ...asked, of: id, field: '/more' }))).to.deep.equal(['nothing-secret']);
  });

  it('needs a purpose, and repeats nothing of a wrong input', async () => {
    const { city, audited, ask } = await world();
    const wrong: Json[] = [
      { ...asked, purpose: '' },
      ...['    ', '\u200b\u200b\u200b\u200b', '\u3164\u3164\u3164\u3164', '\u2800 \u202e\ufeff回'].map((purpose) => ({
        ...asked,
        purpose,
      })),
      { of: ONE, field: '/phone' },
      { ...asked, [PHONE]: 1 },
      { ...asked, field: PHONE },
      { ...asked, of: PHONE },
    ];
    for (const input of wrong) {
      const result = await ask('reveal', input);
      expect(codes(result)).to.deep.equal(['invalid-input']);
      expect(JSON.stringify(result)).to.not.include(PHONE);
    }
    expect(audited).to.deep.equal([]);
    await city.close();
  });

  it('fails closed: without an audit, or with one that cannot write, nothing is shown or erased', async () => {
    for (const [audit, code] of [
      ['none', 'audit-missing'],
      [{ write: () => Promise.reject(new Error('disk full')) }, 'audit-failed'],
      [
        {
          write: () => {
            throw new Error('broken');
          },
        },
        'audit-failed',
      ],
    ] as const) {
      const { city, ask } = await world(audit);
      for (const [name, input] of [
        ['reveal', asked],
        ['erase', { of: ONE, purpose: '当事人要求删除' }],
      ] as const) {
        const result = await ask(name, input);
        expect(codes(result)).to.deep.equal([code]);
        expect(JSON.stringify(result)).to.not.include(PHONE);
      }
      expect(ref(city, ONE).masked).to.equal('139****1111');
      await city.close();
    }
  });
});

describe('erase', () => {
  const input = { of: ONE, purpose: '当事人要求删除' };

  it('of an entity: every version of it, and views show a bare reference from then on', async () => {
    const { city, store, calls, audited, ask } = await world();
    calls.deliver('m3', [[ONE, call({ narrative: '在三楼' })]]);
    await turn();
    const before = await logOf(store);
    const seen: Delta[] = [];
    city.view.select({ kind: 'report' }).subscribe((delta) => seen.push(delta));
    const at = city.view.at;
    expect(await ask('erase', input)).to.deep.include({ ok: true, ids: [ONE] });
    expect(Object.keys(ref(city, ONE))).to.deep.equal(['$vault']);
    expect(seen.at(-1)!.put.map(({ id }) => id)).to.deep.equal([ONE]);
    expect(JSON.stringify(seen.at(-1))).to.not.include('****');
    expect(city.view.at).to.equal(at);
    expect(ref(city, TWO).masked, 'another report of the same number').to.equal('139****1111');
    const after = await logOf(store);
    const places = (log: Entry[]): string => canonical(log.map(({ body: _, ...rest }) => rest));
    expect(places(after)).to.equal(places(before));
    expect(JSON.stringify(after.filter(({ id }) => id === ONE))).to.not.match(/\*\*|pseudonym/);
    expect(codes(await ask('reveal', asked))).to.deep.equal(['erased']);
    expect(audited.map(({ what, outcome }) => `${what} ${outcome}`)).to.deep.equal([
      'erase granted',
      'erase done',
      'reveal nothing',
    ]);
    // The number twice, a name and what was said.
    expect(audited[1]).to.deep.include({ of: ONE, purpose: input.purpose, secrets: 4, texts: 0 });
    expect(await ask('erase', input)).to.deep.include({ ok: true, ids: [] });
    await city.close();
  });

  it('of a pseudonym: it joins repeats, so one number goes wherever it was told', async () => {
    const { city, ask } = await world();
    const { pseudonym } = ref(city, ONE);
    const at = city.view.at;
    expect(ref(city, TWO).pseudonym).to.equal(pseudonym);
    expect(ref(city, TWO).$vault).to.not.equal(ref(city, ONE).$vault);
    const result = await ask('erase', { pseudonym: pseudonym!, purpose: input.purpose });
    expect(result.ok && [...result.ids].sort()).to.deep.equal([ONE, TWO]);
    for (const id of [ONE, TWO]) expect(Object.keys(ref(city, id))).to.deep.equal(['$vault']);
    expect(city.view.at, 'the view stands where it stood').to.equal(at);
    expect(ref(city, ONE, 'caller').masked, 'the name is another secret').to.equal('张**');
    await city.close();
  });

  it('of a number: what others told keeps all but the number, and how much went is told and audited', async () => {
    const { city, store, calls, audited, ask } = await world();
    const told = { narrative: '隔壁+86 １３９-0000-1111的老人还在屋里', caller: PHONE };
    calls.deliver('m3', [[entityId('report', 'calls', '3'), { channel: '110', title: '老人被困', ...told }]]);
    await turn();
    const three = entityId('report', 'calls', '3');
    const seen: Delta[] = [];
    city.view.select({ kind: 'report' }).subscribe((delta) => seen.push(delta));
    const { pseudonym } = ref(city, ONE);
    const result = await ask('erase', { pseudonym: pseudonym!, purpose: input.purpose });
    expect(result.ok && [...result.ids].sort()).to.deep.equal([ONE, TWO, three]);
    expect('issues' in result && result.issues!.map(({ code, level }) => `${code} ${level}`)).to.deep.equal([
      'erased-in-texts info',
    ]);
    for (const field of ['narrative', 'caller']) expect(Object.keys(ref(city, three, field))).to.deep.equal(['$vault']);
    expect(seen.at(-1)!.put.map(({ id }) => id)).to.include(three);
    const revealed = async (of: EntityId, field: string) => {
      const answer = await ask('reveal', { ...asked, of, field });
      return 'revealed' in answer ? answer.revealed : codes(answer);
    };
    expect(await revealed(three, '/narrative')).to.equal('隔壁***的老人还在屋里');
    expect(await revealed(three, '/caller'), 'the same number, told as the name').to.deep.equal(['erased']);
    expect(await revealed(KEYS, '/phone'), 'who has the key of a school is still called').to.equal(PHONE);
    expect(audited[1]).to.deep.include({ what: 'erase', of: pseudonym, outcome: 'done', secrets: 3, texts: 1 });
    const kept = JSON.stringify([audited, await logOf(store), result, seen.at(-1)]);
    expect(kept).to.not.match(/1390000|１３９|0000-1111/);
    await city.close();
  });

  it('is done, and says so, where how much it took could not be put into the audit', async () => {
    const audited: string[] = [];
    const { city, ask } = await world({
      write: ({ outcome }) => {
        audited.push(outcome);
        return outcome === 'done' ? Promise.reject(new Error('disk full')) : Promise.resolve();
      },
    });
    const result = await ask('erase', input);
    expect(result.ok && result.issues!.map(({ code }) => code)).to.deep.equal(['audit-uncounted']);
    expect(audited).to.deep.equal(['granted', 'done']);
    expect(Object.keys(ref(city, ONE))).to.deep.equal(['$vault']);
    await city.close();
  });

  it('of a number, however it was written: in groups, with the code of the country, wide, or with what is not seen between', async () => {
    const { city, store, calls, ask } = await world();
    const spelt = [
      '139 0000 1111',
      '139-0000-1111',
      '+86 13900001111',
      '008613900001111',
      '１３９００００１１１１',
      '1390000\u200b1111',
    ];
    spelt.forEach((phone, i) => calls.deliver(`as-${i}`, [[entityId('report', 'calls', `as-${i}`), call({ phone })]]));
    const other = entityId('report', 'calls', 'other');
    calls.deliver('other', [[other, call({ phone: '13900001112' })]]);
    await turn(40);
    const { pseudonym } = ref(city, ONE);
    expect(codes(await ask('erase', { pseudonym: pseudonym!, purpose: '本人要求' }))).to.deep.equal(['ok']);
    const left = (await logOf(store)).filter(({ kind, body }) => {
      const { phone } = ('value' in body ? body.value : {}) as { readonly phone?: VaultRef };
      return kind === 'report' && phone?.pseudonym !== undefined;
    });
    expect(left.map(({ id }) => id)).to.deep.equal([other]);
  });

  it('of a name, however it was spaced', async () => {
    const { city, calls } = await world();
    const ids = ['张示例', ' 张 示例', '张\u200b示例', '张示丽'].map((caller, i) => {
      const id = entityId('report', 'calls', `n-${i}`);
      calls.deliver(`n-${i}`, [[id, call({ caller })]]);
      return id;
    });
    await turn(40);
    const [one, two, three, four] = ids.map((id) => ref(city, id, 'caller').pseudonym);
    expect([two, three]).to.deep.equal([one, one]);
    expect(four).to.not.equal(one);
  });

  it('of what a decision states again while it is being erased', async () => {
    const kept = defineKind({
      name: 'acme:keeper',
      title: { zh: '管理员', en: 'keeper' },
      law: 'register',
      owner: 'city',
      fields: { phone: sensitive('Number.'), note: means(z.string(), 'A note.') },
      example: { phone: PHONE, note: '' },
    });
    const id = entityId('acme:keeper', 'city', '1');
    const keep: CommandDefinition = {
      name: 'keep',
      title: { zh: '记', en: 'Keep' },
      parse: (input) => ({ input }),
      decide: (reader, command, { now }) => {
        const value = { ...(reader.get(id)?.value ?? { phone: PHONE }), note: String(command.input) };
        return { drafts: [cityFact(id, value, { command, at: now })] };
      },
    };
    const clock = createManualClock();
    const { store, vault } = createMemoryStore({ clock, ids: createSeededIds(3) });
    let meanwhile = (): Promise<unknown> => Promise.resolve();
    const slow: Vault = {
      ...vault,
      async erase(whose) {
        const erased = await vault.erase(whose);
        await meanwhile();
        return erased;
      },
    };
    const commands = [keep, defineErase({ may: () => true })] as CommandDefinition[];
    const audit: Audit = { write: () => Promise.resolve() };
    const city = await createCity({
      store,
      vault: slow,
      clock,
      ids: createSeededIds(5),
      audit,
      commands,
      kinds: [kept],
    });
    let n = 0;
    const send = (name: string, input: Json) => city.send({ v: 1, id: `command-${(n += 1)}`, name, input }, actor());
    await send('keep', 'one');
    expect(ref(city, id).masked).to.equal('139****1111');
    meanwhile = async () => {
      meanwhile = () => Promise.resolve();
      await send('keep', 'two');
    };
    expect(codes(await send('erase', { of: id, purpose: '本人要求' }))).to.deep.equal(['ok']);
    expect(city.view.get(id)!.value).to.have.property('note', 'two');
    expect(Object.keys(ref(city, id))).to.deep.equal(['$vault']);
    expect(JSON.stringify(await logOf(store))).to.not.match(/\*\*|pseudonym/);
    await city.close();
  });

  it('of a kind whose rows say only what is stated', async () => {
    const { city, ask } = await world();
    const seen: Delta[] = [];
    city.view.select({ kind: 'facility' }).subscribe((delta) => seen.push(delta));
    expect(ref(city, KEYS).masked).to.equal('139****1111');
    expect(await ask('erase', { ...input, of: KEYS })).to.deep.include({ ok: true, ids: [KEYS] });
    expect(Object.keys(ref(city, KEYS))).to.deep.equal(['$vault']);
    expect(JSON.stringify(seen.at(-1)))
      .to.include('facility')
      .and.not.include('****');
    await city.close();
  });

  it('is for whom the host allows it, and what is told afterwards is new', async () => {
    const { city, calls, ask } = await world();
    expect(codes(await ask('erase', input, actor('duty-desk')))).to.deep.equal(['not-permitted']);
    await ask('erase', input);
    calls.deliver('m3', [[ONE, call({ title: '更正' })]]);
    await turn();
    expect(city.view.get(ONE)?.value['title']).to.equal('更正');
    expect(ref(city, ONE).masked).to.equal('139****1111');
    await city.close();
  });
});
