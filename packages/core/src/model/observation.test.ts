import { expect } from 'chai';
import { quantities } from '../codes/quantities.js';
import { Observation, observationExample } from './observation.schema.js';
import { jsonSchema } from './schemas.js';

describe('observation', () => {
  it('lists every quantity of the vocabulary in its JSON Schema, and refuses no other', () => {
    const { quantity } = (jsonSchema('observation') as { properties: { quantity: Record<string, unknown> } })
      .properties;
    expect(quantity['examples']).to.deep.equal(Object.keys(quantities.rows));
    expect(quantity).to.not.have.any.keys('enum', 'anyOf', 'pattern');
    expect(Observation.safeParse({ ...observationExample, quantity: 'acme-mood' }).success).to.equal(true);
    expect(Observation.safeParse({ ...observationExample, quantity: '' }).success).to.equal(false);
  });
});
