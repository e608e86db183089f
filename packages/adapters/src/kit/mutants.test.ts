// Feeds that each break their contract in one way: the named check must say so, for a check that nothing fails shows nothing.
import { createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import * as z from 'zod';
import { defineFeed, type Draft, type JsonObject } from '@yingji/core';
import { itFinds, queued, withDeliveries, withOpen, withSettle, type Decode, type Mutant } from './broken.test.js';
import { checkFeed, loadSubject, type FeedSubject } from './index.js';

const folder = new URL('../../../../examples/04-own-adapter', import.meta.url).pathname;

const withDecode = (sound: FeedSubject, change: (decode: Decode) => Decode): FeedSubject => ({
  ...sound,
  definition: { ...sound.definition, decode: change(sound.definition.decode.bind(sound.definition)) },
});

/** Every draft changed as it is decoded. */
const withDrafts = (sound: FeedSubject, change: (draft: Draft) => Draft): FeedSubject =>
  withDecode(sound, (decode) => (bytes, context) => {
    const read = decode(bytes, context);
    return { ...read, drafts: read.drafts.map(change) };
  });

const withValue = (draft: Draft, change: (value: JsonObject) => JsonObject): Draft =>
  'value' in draft.body ? { ...draft, body: { value: change(draft.body.value as JsonObject) } } : draft;

/** A hand-made line, as somebody writes it who does not use the kit. */
const byHand = (
  sound: FeedSubject,
  take: (bytes: Uint8Array, deliver: (bytes: Uint8Array) => void, socket: Socket) => void,
  leak = false,
): FeedSubject =>
  withOpen(sound, (_, decode) => async (context, stop) => {
    const { deliver, ...queue } = queued(decode, context, stop);
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => take(bytes, deliver, socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    stop.addEventListener('abort', () => {
      if (leak) return server.unref();
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    const { port } = server.address() as { port: number };
    return { ...queue, closed: Promise.resolve(), port };
  });

/** Whole frames of the example are 13 bytes. */
const FRAME = 13;
const inFrames = (bytes: Uint8Array, deliver: (bytes: Uint8Array) => void): void => {
  for (let at = 0; at + FRAME <= bytes.length; at += FRAME) deliver(bytes.subarray(at, at + FRAME));
};

let calls = 0;
const timers: NodeJS.Timeout[] = [];
const mutants: readonly Mutant[] = [
  {
    is: 'confirms before anything is stored',
    found: 'settle',
    make: (sound) =>
      byHand(sound, (bytes, deliver, socket) => (inFrames(bytes, deliver), void socket.write(Uint8Array.of(6, 0, 1)))),
  },
  {
    is: 'confirms what was not kept',
    found: 'settle',
    make: (sound) => withSettle(sound, () => 'stored'),
  },
  {
    is: 'confirms with another serial number than it was sent',
    found: 'settle',
    make: (sound) => ({
      ...sound,
      vectors: sound.vectors.map((vector) => (vector.answer ? { ...vector, answer: '06ff..' } : vector)),
    }),
  },
  {
    is: 'reads byte 13 of 9: what is missing is zero',
    found: 'prefixes',
    make: (sound) =>
      withDecode(sound, (decode) => (bytes, context) => {
        const { ok, drafts } = decode(bytes, context);
        return bytes.length < 9 || ok ? { ok, drafts, issues: [] } : { ok: true, drafts, issues: [] };
      }),
  },
  {
    is: 'takes a damaged message',
    found: 'decode',
    make: (sound) => withDecode(sound, (decode) => (bytes, context) => ({ ...decode(bytes, context), issues: [] })),
  },
  {
    is: 'says parts per million and means percent',
    found: 'units',
    make: (sound) =>
      withDrafts(sound, (draft) =>
        draft.kind === 'observation' ? withValue(draft, (value) => ({ ...value, unit: '[ppm]' })) : draft,
      ),
  },
  {
    is: 'names a quantity that nobody knows',
    found: 'units',
    make: (sound) =>
      withDrafts(sound, (draft) =>
        draft.kind === 'observation' ? withValue(draft, (value) => ({ ...value, quantity: 'gasness' })) : draft,
      ),
  },
  {
    is: 'reads the clock in its codec',
    found: 'pure',
    make: (sound) =>
      withDecode(
        sound,
        (decode) => (bytes, context) => (Date.now() > 0 ? decode(bytes, context) : decode(bytes, context)),
      ),
  },
  {
    is: 'draws its ids by chance',
    found: 'pure',
    make: (sound) => withDrafts(sound, (draft) => ({ ...draft, id: `${draft.id}${Math.random()}` as Draft['id'] })),
  },
  {
    is: 'remembers what it decoded before',
    found: 'pure',
    make: (sound) => withDrafts(sound, (draft) => ({ ...draft, id: `${draft.id}-${(calls += 1)}` as Draft['id'] })),
  },
  {
    is: 'leaves its socket open when stopped',
    found: 'restart',
    make: (sound) => byHand(sound, inFrames, true),
  },
  {
    is: 'leaves a timer running, where nobody can speak to it',
    found: 'restart',
    make: ({ line: _, ...sound }) =>
      withOpen(sound, (open) => (context, stop) => {
        const timer = setInterval(() => undefined, 60_000);
        timers.push(timer);
        return open(context, stop);
      }),
  },
  {
    is: 'does not end when it is stopped',
    found: 'restart',
    make: (sound) =>
      withOpen({ ...sound, closesWithinMs: 300 }, (open) => async (context, stop) => ({
        ...(await open(context, stop)),
        closed: new Promise(() => undefined),
      })),
  },
  {
    is: 'stamps the year 2059',
    found: 'times',
    make: (sound) => withDrafts(sound, (draft) => ({ ...draft, at: '2059-01-01T00:00:00.000+08:00' as Draft['at'] })),
  },
  {
    is: 'gives a retry a key of its own',
    found: 'keys',
    make: (sound) => withDeliveries(sound, (delivery, n) => ({ ...delivery, key: `${delivery.key}.${n}` })),
  },
  {
    is: 'has one key for all messages',
    found: 'keys',
    make: (sound) => withDeliveries(sound, (delivery) => ({ ...delivery, key: 'message' })),
  },
  {
    is: 'throws at garbage',
    found: 'fuzz',
    make: (sound) =>
      withDecode(sound, (decode) => (bytes, context) => {
        if (bytes.length > FRAME && bytes[0] !== 0xaa) throw new RangeError('out of bounds');
        return decode(bytes, context);
      }),
  },
  {
    is: 'throws where it reads a recipe, which the kit catches',
    found: 'fuzz',
    make: (sound) => ({
      ...sound,
      definition: defineFeed({
        id: 'thrower',
        title: { zh: '抛', en: 'Thrower' },
        norm: 'none',
        contract: 1,
        config: z.strictObject({ port: z.number().optional() }),
        ordering: { by: 'arrival' },
        transport: () => expect.fail('nothing is opened'),
        read: (bytes) => ({ key: String(bytes[0]!.toFixed()), drafts: [] }),
      }),
    }),
  },
  {
    is: 'hangs on a long message',
    found: 'fuzz',
    make: (sound) =>
      withDecode(sound, (decode) => (bytes, context) => {
        // Longer than such a message may take, on any machine.
        const until = bytes.length > 60_000 ? performance.now() + 1_200 : 0;
        while (performance.now() < until);
        return decode(bytes, context);
      }),
  },
  {
    is: 'writes into the bytes it is handed',
    found: 'fuzz',
    make: (sound) => withDecode(sound, (decode) => (bytes, context) => (bytes.reverse(), decode(bytes, context))),
  },
  {
    is: 'takes every chunk for a message',
    found: 'chunking',
    make: (sound) => byHand(sound, (bytes, deliver) => deliver(Uint8Array.from(bytes))),
  },
  {
    is: 'reads on while nobody takes anything',
    found: 'back-pressure',
    make: (sound) => byHand(sound, (bytes, deliver) => deliver(bytes.subarray(0, FRAME))),
  },
  {
    is: 'puts the number of a caller into a title',
    found: 'personal-data',
    // A number that is nobody's.
    make: (sound) =>
      withDrafts(sound, (draft) =>
        draft.kind === 'report' ? withValue(draft, (value) => ({ ...value, title: '来电 19900000000' })) : draft,
      ),
  },
  {
    is: 'mints ids of another source',
    found: 'owner',
    make: (sound) =>
      withDrafts(sound, (draft) => ({ ...draft, id: draft.id.replace('/checked/', '/registry/') as Draft['id'] })),
  },
  {
    is: 'states every reading of a device under one id',
    found: 'events',
    make: (sound) =>
      withDrafts(sound, (draft) => ({ ...draft, id: draft.id.replace(/\.gas\..*$/, '.gas') as Draft['id'] })),
  },
  {
    is: 'states two readings of one quantity of one device at one time',
    found: 'drafts',
    make: (sound) =>
      withDecode(sound, (decode) => (bytes, context) => {
        const read = decode(bytes, context);
        const twice = read.drafts
          .filter(({ kind }) => kind === 'observation')
          .map((draft) =>
            withValue({ ...draft, id: `${draft.id}.2` as Draft['id'] }, (value) => ({ ...value, value: 1 })),
          );
        return { ...read, drafts: [...read.drafts, ...twice] };
      }),
  },
  {
    is: 'adds a member that no kind knows',
    found: 'drafts',
    make: (sound) => withDrafts(sound, (draft) => withValue(draft, (value) => ({ ...value, battery: 3 }))),
  },
  {
    is: 'has an option that nobody described',
    found: 'config',
    make: (sound) => ({ ...sound, definition: { ...sound.definition, schema: z.strictObject({ port: z.number() }) } }),
  },
  {
    is: 'has a README that names no norm',
    found: 'docs',
    make: (sound) => ({ ...sound, readme: sound.readme.replaceAll(sound.definition.norm, '') }),
  },
  {
    is: 'was written for another contract',
    found: 'contract',
    make: (sound) => ({ ...sound, definition: { ...sound.definition, contract: 2 as 1 } }),
  },
  {
    is: 'has no Chinese title',
    found: 'descriptor',
    make: (sound) => ({ ...sound, definition: { ...sound.definition, title: { zh: 'gas', en: 'gas' } } }),
  },
  {
    is: 'has no damaged vector',
    found: 'vectors',
    make: (sound) => ({ ...sound, vectors: sound.vectors.filter(({ sort }) => sort !== 'checksum') }),
  },
  {
    is: 'skips a check without saying why',
    found: 'back-pressure',
    make: (sound) => ({ ...sound, skip: { 'back-pressure': 'no' } }),
  },
];

describe('what `yingji check` finds', function () {
  this.timeout(60_000);
  after(() => timers.forEach(clearInterval));

  it('nothing in a sound feed', async () => {
    const { passed, checks } = await checkFeed(await loadSubject(folder));
    expect(checks.filter(({ result }) => result !== 'passed')).to.deep.equal([]);
    expect(passed).to.equal(true);
  });

  itFinds(mutants, () => loadSubject(folder));
});
