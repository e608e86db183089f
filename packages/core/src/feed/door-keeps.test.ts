import { expect } from 'chai';
import fc from 'fast-check';
import { asJson, type Json, type JsonObject } from '../json.js';
import type { Draft } from '../model/change.js';
import { entityId } from '../model/id.js';
import { kinds } from '../model/kinds.js';
import { schemas } from '../model/schemas.js';
import type { Instant } from '../model/time.js';
import { createSeededIds } from '../testing/index.js';
import { seeds } from '../testing/seeds.js';
import { checkDraft, mask, splitAtDoor } from './door.js';

const marked = Object.values(kinds).filter(({ sensitive }) => sensitive.length > 0);
/** What is shown of a number at most, at one end. */
const SHOWN = 4;

const digit = fc.constantFrom(...'0123456789０１２３４５６７８９');
const han = fc.constantFrom(...'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥');
const secret = fc.oneof(
  fc.array(digit, { minLength: SHOWN + 1, maxLength: 20 }).map((all) => all.join('')),
  fc.stringMatching(/^[0-9]{7,13}$/),
  fc.array(fc.oneof(digit, fc.constantFrom(' ', '-', '+')), { minLength: 9, maxLength: 20 }).map((all) => all.join('')),
  fc.array(han, { minLength: 2, maxLength: 30 }).map((all) => all.join('')),
  fc
    .tuple(fc.array(han, { minLength: 3, maxLength: 9 }), fc.string({ unit: 'binary', maxLength: 30 }))
    .map(([a, b]) => a.join('') + b),
);
/** As a mapping may hand it over: a mapping is somebody else's program. */
const HANDED: readonly ((text: string) => Json)[] = [
  (text) => text,
  (text) => ({ name: text }),
  (text) => [text],
  (text) => ({ $vault: text }),
  (text) => ({ $vault: 'k', masked: text, pseudonym: text }),
];

/** All that whoever may not see it is shown of a draft: of a reference its mask. */
const shown = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(shown);
  const members = value as JsonObject;
  if (typeof members['$vault'] === 'string') return members['masked'] ?? null;
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, shown(member)]));
};
/** The pieces of a text that are longer than what a mask shows. */
function piecesOf(text: string): string[] {
  const letters = [...text];
  const most = Math.min(letters.length, SHOWN + 1);
  return letters.slice(0, letters.length - most + 1).map((_, i) => letters.slice(i, i + most).join(''));
}

describe('what is private', () => {
  it('shows nothing but its mask in what passes the door and in what the door says, for every marked field of every kind', () => {
    const ids = createSeededIds(7);
    let kept = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...marked),
        secret,
        fc.constantFrom(...HANDED),
        ({ name, owner, sensitive }, text, handed) => {
          const { example } = (schemas as unknown as { readonly [kind: string]: { readonly example: JsonObject } })[
            name
          ]!;
          for (const pointer of sensitive) {
            const told = (given: string) => {
              const value = handed(given);
              const draft: Draft = {
                ...{ v: 1, kind: name, at: '2026-06-12T16:00:00+08:00' as Instant, basis: 'stated' },
                id: entityId(name, owner === 'city' ? 'city' : 'calls', '1'),
                body: { value: asJson({ ...without(example, sensitive), [pointer.slice(1)]: value, nickname: value }) },
              };
              const checked = checkDraft(draft);
              const split = checked.draft && splitAtDoor(checked.draft, { kind: kinds[name]!, vault, ids });
              for (const { field } of split?.rows ?? []) {
                expect(field).to.equal(`${name}${pointer}`);
                kept += 1;
              }
              return JSON.stringify([shown(asJson(split?.draft ?? {})), checked.issues]);
            };
            // What is told whatever stands there is no leak.
            const [shows, always] = [told(text), told('§')];
            const leaks = piecesOf(text).filter((piece) => shows.includes(piece) && !always.includes(piece));
            expect(leaks, `${name}${pointer}: ${shows}`).to.deep.equal([]);
            // Of a name its first letter, of a number no more than leaves four digits to be guessed.
            const open = (mask(text) ?? '').replaceAll('*', '').length;
            expect(open < 2 || text.replace(/\D/g, '').length >= open + 4, `${open} of ${text}`).to.equal(true);
          }
        },
      ),
      seeds(),
    );
    expect(kept, 'it is in the vault').to.be.above(500);
  });
});

const vault = { pseudonym: () => 'p' };

function without(value: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !fields.includes(`/${name}`)));
}
