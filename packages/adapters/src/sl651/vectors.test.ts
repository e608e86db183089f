// What the codec beneath the feed makes of the vectors of somebody who has not read it: what the feed makes of them is checked with all
// feeds. `codec-vectors.json` has those that the form of the kit cannot say: several messages in one piece, one message twice, and what is
// passed here where theirs has an Issue. `expect` is what one frame says, `expectFrames` what several do; members that are absent may be
// anything, readings are all there are, in the order of the wire. `issues` are their words for what is wrong, `skipped` the bytes that
// belong to no frame, `picture` what packets come to, `doubt` where the facts allow more than one reading, `mustNot` misreadings seen.
// Where theirs gives no reading and ours one with its Issue (dated by sending, or suspect; see the README), `drafts` is left out.
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { toInstant } from '@yingji/core';
import { answerTo } from './answers.js';
import { clockOf } from './clock.js';
import { decodeSl651, ENDS, sl651Framing, type Sl651Frame } from './index.js';
import { instantOf } from './mapping.js';
import { decodeIt, hex, SENT } from './station.test.js';

interface Reading {
  readonly element: string;
  readonly value: number | null;
  readonly instant: string | null;
}
interface Expected extends Record<string, unknown> {
  readonly readings: readonly Reading[];
}
interface Vector {
  readonly name: string;
  readonly frame: string;
  readonly answer?: string;
  readonly codec?: {
    readonly expect?: Expected;
    readonly expectFrames?: readonly Expected[];
    readonly issues?: readonly { readonly code: string }[];
    readonly picture?: { readonly hex?: string };
    readonly answerOnline?: string;
    readonly skipped?: number;
  };
}

const vectors = ['./vectors/blind.json', './codec-vectors.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as readonly Vector[],
);
/** Their word for what is wrong, and ours; what no frame begins with has one word here. */
const CODES: { readonly [theirs: string]: readonly string[] } = {
  ...Object.fromEntries(
    ['sl651-bad-start', 'sl651-bad-direction', 'sl651-truncated'].map((code) => [
      code,
      ['no-message', 'bytes-skipped'],
    ]),
  ),
  'sl651-bad-end': ['no-message', 'sl651-bad-end', 'sl651-downward'],
  'sl651-bad-checksum': ['sl651-checksum'],
  'sl651-bad-length': ['sl651-short'],
  'sl651-bad-element': ['sl651-element'],
  'sl651-bad-step': ['sl651-element'],
  'sl651-unknown-element': ['sl651-element'],
  'sl651-unknown-function': ['sl651-unmapped'],
  'sl651-wrong-direction': ['sl651-downward'],
  'sl651-skipped': ['bytes-skipped'],
  'sl651-bad-address': ['sl651-bad-address', 'no-message'],
};
/** Whose Issues are otherwise here, and why. */
const OTHERWISE: { readonly [name: string]: string } = {
  'serial 0': 'passed without an Issue, which its doubt allows: nothing follows from it',
  'station number 0 of a county': 'passed, which its doubt allows: stations are left at the number of the factory',
  'the total changes between packets: 13, then 4095': 'packets without a first one are passed over as bytes',
  'length FFF, then two good frames: they are not swallowed for good': 'told when the line falls silent',
};
/** Whose instants are: an even series that would go on after it was sent ends when it was. */
const INSTANTS_OTHERWISE = new Set(['31: FFFFFF inside a series is no value, the instants go on']);

const END_OF: { readonly [end: number]: string } = Object.fromEntries(
  Object.entries(ENDS).map(([name, end]) => [end, name.toUpperCase()]),
);
const inBeijing = (time: string | null | undefined): string | null =>
  typeof time === 'string' ? `${time}+08:00` : null;
const ms = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
const framesIn = (bytes: Uint8Array): Uint8Array[] => {
  const { frames, rest } = sl651Framing.step(new Uint8Array(0), bytes);
  return [...frames, ...(rest.length > 0 ? sl651Framing.pass(rest).frames : [])];
};

function compare(frame: Sl651Frame, expected: Expected, name: string): void {
  const said: Record<string, unknown> = {
    ...frame,
    function: frame.function.toString(16).toUpperCase().padStart(2, '0'),
    instant: inBeijing(frame.sentAt),
    end: END_OF[frame.ends],
    class: frame.stationClass,
    observedStation: frame.measuredBy,
    text: frame.entry,
    raw: frame.rest && Buffer.from(frame.rest).toString('hex'),
    status: frame.elements.find(({ guide }) => guide === 0x45)?.value,
    packet: frame.packets && { total: frame.packets.total, number: frame.packets.here[0] },
  };
  const { readings, statusBits: _, ...members } = expected;
  for (const [member, value] of Object.entries(members)) expect(said[member], member).to.deep.equal(value);
  const clock = clockOf({ ...frame, sentAt: undefined }, SENT);
  const found = frame.elements
    .filter(({ guide }) => guide !== 0x45)
    .map((element) => {
      const instant = element.series ? instantOf(element, (time) => clock.at(time)).at : undefined;
      const element_ = element.guide.toString(16).toUpperCase().padStart(2, '0');
      return { element: element_, value: element.value, instant: instant ? ms(instant) : ms(inBeijing(element.at)) };
    });
  const due = readings.map(({ element, value, instant }) => ({ element, value, instant: ms(instant) }));
  const timeless = INSTANTS_OTHERWISE.has(name);
  const shown = (all: typeof due) => all.map((each) => (timeless ? { ...each, instant: null } : each));
  expect(shown(found)).to.deep.equal(shown(due));
}

describe('sl651 vectors', () => {
  for (const { name, frame: given, answer: released, codec = {} } of vectors) {
    const { issues = [], picture, skipped } = codec;
    const bytes = hex(given);

    it(name, () => {
      const expected = codec.expectFrames ?? (codec.expect ? [codec.expect] : []);
      const read = framesIn(bytes).map((each) => decodeSl651(each));
      const whole = read.flatMap(({ frame, issues: found }) =>
        frame && !found.some(({ level }) => level === 'error') ? [frame] : [],
      );
      if (expected.length > 0) {
        expect(whole).to.have.length(expected.length);
        whole.forEach((frame, i) => compare(frame, expected[i]!, name));
      }
      if (picture)
        expect(whole.map((frame) => Buffer.from(frame.picture!).toString('hex'))).to.deep.equal(
          picture.hex === undefined ? [] : [picture.hex],
        );
      if (skipped !== undefined) expect(sl651Framing.step(new Uint8Array(0), bytes).skipped).to.equal(skipped);
      if (OTHERWISE[name] !== undefined) return;
      const told = decodeIt(bytes, {}, toInstant(Date.parse('2026-06-12T16:01:00+08:00')));
      const codes = told.issues.map(({ code }) => code);
      for (const { code } of issues)
        expect(
          (CODES[code] ?? [code]).some((ours) => codes.includes(ours)),
          `${code} in ${codes.join()}`,
        ).to.equal(true);
    });

    for (const [answer, confirmWith] of [
      [released, 'eot'],
      [codec.answerOnline, 'esc'],
    ] as const)
      if (answer !== undefined)
        it(`${name}: answered, ${confirmWith}`, () => {
          const [frame] = framesIn(bytes).map((each) => decodeSl651(each).frame);
          const sent = answerTo(frame!, { mode: 'M2', confirmWith, confirmTime: 'receipt' }, SENT)?.stored;
          expect(sent ? Buffer.from(sent).toString('hex') : '').to.equal(answer);
        });
  }
});
