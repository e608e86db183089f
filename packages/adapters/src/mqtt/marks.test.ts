import { expect } from 'chai';
import { createMarks } from './marks.js';

const open = { id: 7, text: 'open', dup: false };
const closed = { id: 7, text: 'closed', dup: false };

describe('marks of messages', () => {
  it('what comes again before it is confirmed is the same, said or not', () => {
    const marks = createMarks();
    const first = marks.of(open);
    expect(marks.of(open)).to.equal(first);
    expect(marks.of({ ...open, dup: true })).to.equal(first);
  });

  it('under an identifier that is confirmed it is another, unless it is called a repeat', () => {
    const marks = createMarks();
    const first = marks.of(open);
    marks.confirmed(7);
    expect(marks.of({ ...open, dup: true })).to.equal(first);
    marks.confirmed(7);
    expect(marks.of(open)).not.to.equal(first);
  });

  it('another text under the same identifier begins anew', () => {
    const marks = createMarks();
    marks.of(open);
    marks.confirmed(7);
    expect(marks.of(closed)).to.equal('7.0');
  });

  it('forgets the oldest', () => {
    const marks = createMarks();
    marks.of(open);
    marks.confirmed(7);
    for (let id = 100; id < 5_000; id += 1) marks.of({ ...open, id });
    expect(marks.of(open)).to.equal('7.0');
  });
});
