import { expect } from 'chai';
import { issue, type Actor, type AuditEntry, type CommandRequest, type Held, type Issue } from '@yingji/core';
import { createManualClock } from '@yingji/core/testing';
import { createQuarantineCommands, type QuarantineCommands } from './commands.js';

const clock = createManualClock();
const actor = { id: 'lead', roles: ['commander'] } as unknown as Actor;
const FALLEN = issue('not-permitted', 'this token was taken back.');
const held = { id: 1, feed: 'pump', key: 'k', receivedAt: clock.now(), issues: [], position: 1 } as unknown as Held;

/** Commands over one message; `during` happens while it is read or decoded. */
function over(during: () => void): { commands: QuarantineCommands; audited: AuditEntry[]; taken: unknown[] } {
  const audited: AuditEntry[] = [];
  const taken: unknown[] = [];
  const commands = createQuarantineCommands({
    quarantine: { read: () => Promise.resolve().then(() => (during(), [{ ...held, sealed: Uint8Array.of(1) }])) },
    vault: { unseal: (sealed: Uint8Array) => sealed },
    city: {
      view: { at: 1 },
      takeAgain: (_: string, again: readonly unknown[]) => (taken.push(...again), Promise.resolve([])),
    },
    decoders: new Map([
      ['pump', () => Promise.resolve([{ ok: true, drafts: [], issues: [], outcome: 'good' as const }])],
    ]),
    audit: { write: (entry: AuditEntry) => (audited.push(entry), Promise.resolve()) },
    policy: { against: () => undefined },
    clock,
  } as unknown as Parameters<typeof createQuarantineCommands>[0]);
  return { commands, audited, taken };
}
const asks: readonly (readonly [name: string, input: object])[] = [
  ['show-quarantined', { id: 1, purpose: 'a drill' }],
  ['replay-quarantined', { feed: 'pump', ids: [1] }],
];

describe('commands over the quarantine', () => {
  for (const [name, input] of asks)
    it(`${name}: a credential that is taken back while it waits shows and takes nothing`, async () => {
      const request = { v: 1, id: 'c', name, input } as unknown as CommandRequest;
      const good = await over(() => undefined).commands.send(request, actor, () => undefined);
      expect(good.ok).to.equal(true);
      let fallen: Issue | undefined;
      const { commands, audited, taken } = over(() => (fallen = FALLEN));
      expect(await commands.send(request, actor, () => fallen)).to.deep.equal({ ok: false, issues: [FALLEN] });
      expect(taken).to.deep.equal([]);
      expect(audited.map(({ outcome }) => outcome)).to.deep.equal(name === 'show-quarantined' ? ['refused'] : []);
    });

  it('show-quarantined: a purpose is one that somebody can read', async () => {
    for (const purpose of ['', '    ', '\u200b\u200b\u200b\u200b', '\u3164\u3164\u3164\u3164']) {
      const { commands, audited } = over(() => undefined);
      const request = {
        v: 1,
        id: 'c',
        name: 'show-quarantined',
        input: { id: 1, purpose },
      } as unknown as CommandRequest;
      const result = await commands.send(request, actor, () => undefined);
      expect(result.ok, JSON.stringify(purpose)).to.equal(false);
      expect(audited).to.deep.equal([]);
    }
  });
});
