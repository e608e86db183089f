import { expect } from 'chai';
import * as z from 'zod';
import type { Json } from '../json.js';
import type { Instant } from '../model/time.js';
import { defineFeed } from './define-feed.js';
import { defineDeviceProfile } from './device-profile.js';
import { readingsOf } from './readings-of.js';
import { saidBy } from './said-by.js';

const receivedAt = '2026-06-12T16:00:00+08:00' as Instant;
const said = '王某 13800138000 家中起火';
const title = { zh: '推送', en: 'Posted' };

describe('what an Issue says of an error', () => {
  it('is never what a parser read, and no number of a person', () => {
    const thrown = (make: () => unknown): string => {
      try {
        make();
      } catch (error) {
        return saidBy(error);
      }
      return '';
    };
    for (const make of [() => JSON.parse(said) as Json, () => BigInt(said)])
      expect(thrown(make)).to.equal('a SyntaxError, which may repeat what it read');
    expect(saidBy(new Error('no sensor 13800138000'))).to.equal('"no sensor 138****8000"');
    expect(saidBy(new Error('x'.repeat(10_000)))).to.have.lengthOf(202);
    expect(saidBy(said)).to.equal('"string"');
  });

  it('so that a feed and a profile that parse by themselves tell nobody what came', () => {
    const feed = defineFeed({
      ...{ id: 'posted', title, norm: 'none', contract: 1, config: z.strictObject({}) },
      ordering: { by: 'source-time' },
      transport: () => expect.fail('nothing is opened'),
      read: (bytes) => ({ key: String(JSON.parse(new TextDecoder().decode(bytes))), drafts: [] }),
    });
    const profile = defineDeviceProfile({
      ...{ id: 'posted', title, norm: 'none', contract: 1, type: 'thing', payload: 'bytes' },
      quantities: { tilt: { unit: 'deg' } },
      updates: { by: 'event' },
      decode: (bytes: Uint8Array) => ({ readings: JSON.parse(new TextDecoder().decode(bytes)) as never }),
    });
    const payload = new TextEncoder().encode(said);
    const { issues } = feed.decode(payload, { source: 'posted', receivedAt });
    const read = readingsOf(profile, { native: 'A', key: '1', payload }, { source: 's', registry: 'r', receivedAt });
    expect([...issues, ...read.issues].map(({ code }) => code)).to.deep.equal(['read-failed', 'read-failed']);
    expect(JSON.stringify([issues, read.issues])).not.to.match(/王某|13800138000|起火/);
  });
});
