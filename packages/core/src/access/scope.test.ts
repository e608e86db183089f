import { expect } from 'chai';
import { inDivisions, isScope, readScope } from './scope.js';

describe('a scope', () => {
  it('is made of division codes and ids of organizations, and of nothing else', () => {
    for (const word of ['45', '4501', '450103', '450103001', '450103001005', 'organization/registry/fire-3'])
      expect(isScope(word), word).to.equal(true);
    for (const word of ['', '*', '4', '45010', '4501030010051', '45a1', '450103 ', 'place/registry/1', 'organization/'])
      expect(isScope(word), word).to.equal(false);
  });

  it('is the whole city only when it says nothing, not when what it says is unknown', () => {
    expect(readScope([]).all).to.equal(true);
    const read = readScope(['nonsense', '450103', 'organization/a/b']);
    expect(read).to.deep.equal({ all: false, divisions: ['450103'], organizations: new Set(['organization/a/b']) });
    expect(readScope(['nonsense'])).to.deep.include({ all: false, divisions: [] });
  });

  it('takes in what lies below a division, however the code is filled up with zeros', () => {
    for (const division of ['45', '4501', '450100', '450103', '450103000', '450103000000', '450103001005'])
      expect(inDivisions('450103001005', [division]), division).to.equal(true);
    for (const division of ['450102', '450102000000', '450103001004', '450103002', '46'])
      expect(inDivisions('450103001005', [division]), division).to.equal(false);
    expect(inDivisions('450103', ['450103001'])).to.equal(false);
    expect(inDivisions('450103', [])).to.equal(false);
  });
});
