import { expect } from 'chai';
import { kinds, hostOnly } from './kinds.js';
import { marks } from './marks.js';
import { isKindName, jsonSchema, schemas, type KindName } from './schemas.js';

const names = Object.keys(schemas) as KindName[];

describe('schemas', () => {
  it('there is one for every kind a source or the city may state', () => {
    expect(names.sort()).to.deep.equal(
      Object.keys(kinds)
        .filter((kind) => !hostOnly.has(kind))
        .sort(),
    );
    expect(isKindName('memory')).to.equal(false);
    expect(isKindName('toString')).to.equal(false);
  });

  for (const name of names) {
    const { schema, example } = schemas[name];

    it(`${name}: its example is valid, and says something in every JSON Schema`, () => {
      expect(schema.parse(example)).to.deep.equal(example);
      const { title, examples, properties } = jsonSchema(name) as {
        title: string;
        examples: unknown[];
        properties: Record<string, { description?: string }>;
      };
      expect([title, examples]).to.deep.equal([name, [example]]);
      for (const [field, { description }] of Object.entries(properties))
        expect(description, `${name}.${field}`).to.be.a('string');
    });

    it(`${name}: no object takes members that are not named, at any depth`, () => {
      const open: string[] = [];
      const look = (node: unknown, at: string): void => {
        if (typeof node !== 'object' || node === null) return;
        if ('properties' in node && (node as { additionalProperties?: unknown }).additionalProperties !== false)
          open.push(at);
        for (const [key, child] of Object.entries(node)) if (key !== 'examples') look(child, `${at}/${key}`);
      };
      look(jsonSchema(name), '');
      expect(open).to.deep.equal([]);
      expect(schema.safeParse({ ...example, callerName: '李小明' }).success).to.equal(false);
    });

    it(`${name}: the plain list of personal fields is the one marked in the schema`, () => {
      const marked = Object.entries(schema.shape).flatMap(([field, of]) => {
        const inner = 'unwrap' in of && typeof of.unwrap === 'function' ? (of.unwrap() as typeof of) : of;
        return marks.get(of)?.sensitive === true || marks.get(inner)?.sensitive === true ? [`/${field}`] : [];
      });
      expect(kinds[name]!.sensitive).to.deep.equal(marked);
    });

    it(`${name}: references and life cycle name what exists`, () => {
      const { refs, keepLatestBy = [], states } = kinds[name]!;
      const fields = Object.keys(schema.shape);
      for (const field of [...refs, ...keepLatestBy]) expect(fields).to.include(field);
      if (states) for (const next of Object.values(states).flat()) expect(Object.keys(states)).to.include(next);
    });
  }
});
