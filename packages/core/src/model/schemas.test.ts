import { expect } from 'chai';
import { faultsOf, sensitiveOf } from './define-kind.js';
import { lifeOf } from './life-cycle.js';
import { kinds, hostOnly } from './kinds.js';
import { isKindName, jsonSchema, schemas, type KindName } from './schemas.js';

interface Node {
  properties?: Record<string, { description?: string }>;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
}

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
      const { title, names, examples, properties } = jsonSchema(name) as {
        title: string;
        names: { zh: string; en: string };
        examples: unknown[];
        properties: Record<string, { description?: string }>;
      };
      expect([title, examples]).to.deep.equal([name, [example]]);
      expect(names.zh, 'a Chinese name').to.match(/^[\p{Script=Han}/]+$/u);
      expect(names.en, 'an English name').to.match(/^[a-z -]+$/);
      const look = (node: Record<string, { description?: string }> | undefined, at: string): void => {
        for (const [field, { description, ...more }] of Object.entries(node ?? {})) {
          expect(description, `${at}.${field}`).to.be.a('string');
          const { properties: inner, items = {}, anyOf = [], oneOf = [] } = more as Node;
          for (const each of [{ properties: inner }, items, ...anyOf, ...oneOf, ...(items.oneOf ?? [])])
            if (!('$vault' in (each.properties ?? {}))) look(each.properties, `${at}.${field}`);
        }
      };
      look(properties, name);
    });

    it(`${name}: its JSON Schema says how it is told, and how its life goes`, () => {
      const { law, owner } = kinds[name]!;
      const { states, begins } = lifeOf(kinds[name]!) ?? {};
      const said = jsonSchema(name) as { lifeCycle?: object; begins?: string[]; properties: object };
      expect(said).to.include({ $schema: 'https://json-schema.org/draft/2020-12/schema', law, owner });
      expect(said.lifeCycle).to.deep.equal(states);
      expect(said.begins).to.deep.equal(states && (begins ?? Object.keys(states).slice(0, 1)));
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
      expect(kinds[name]!.sensitive).to.deep.equal(sensitiveOf(schema));
    });

    it(`${name}: vendor data has its place, under vendor:key alone`, () => {
      const extra = { 'acme:floor': { level: 3 } };
      expect(schema.parse({ ...example, extra })).to.deep.equal({ ...example, extra });
      for (const key of ['floor', ':floor', 'acme:', 'Acme:floor'])
        expect(schema.safeParse({ ...example, extra: { [key]: 3 } }).success, key).to.equal(false);
    });

    it(`${name}: a table of its life if, and only if, it has a state; it holds together as one of a host must`, () => {
      if (name !== 'feed') expect('state' in schema.shape).to.equal(lifeOf(kinds[name]!) !== undefined);
      expect(faultsOf({ kind: kinds[name]!, schema, example })).to.deep.equal([]);
    });
  }
});
