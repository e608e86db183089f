import { expect } from 'chai';
import * as z from 'zod';
import type { Row, ValueOf } from '../view/view.js';
import { defineKind } from './define-kind.js';
import type { Device } from './device.js';
import { entityId, type EntityId } from './id.js';
import { kinds } from './kinds.js';
import { id, idOf, means } from './marks.js';
import { schemas, type Stated } from './schemas.js';
import { Task, taskExample } from './task.schema.js';

const device = entityId('device', 'registry', '1');
const place = entityId('place', 'registry', '1');
const told = 'place/registry/1';
/** As a row of the view or a table gives it: of what kind, only its text says. */
const anyId: EntityId = place;

// What the compiler must refuse stands behind @ts-expect-error: it is an error there when it does not.
describe('ids as the compiler sees them', () => {
  it('text is none; it becomes one where it is minted or checked', () => {
    // @ts-expect-error -- text that nobody checked
    const unchecked: EntityId = told;
    const checked: EntityId = id.parse(told);
    expect(checked).to.equal(unchecked).and.to.equal(place);
  });

  it('a reference takes the id of its own kind, or one whose kind is not known', () => {
    const taken: Pick<Device, 'place'>[] = [{ place }, { place: anyId }];
    // @ts-expect-error -- a device is no place
    taken.push({ place: device });
    // @ts-expect-error -- nor is text
    taken.push({ place: told });
    const parents: Stated['place']['parents'] = [place, anyId];
    // @ts-expect-error -- in a list neither
    parents.push(device);
    expect(taken.length + parents.length).to.equal(7);
  });

  it('one that may name several kinds takes each of them and no other', () => {
    const task: Pick<Task, 'assignee'>[] = [
      { assignee: entityId('team', 'registry', '1') },
      { assignee: entityId('responder', 'registry', '1') },
    ];
    // @ts-expect-error -- nothing is assigned to a place
    task.push({ assignee: place });
    const about: Stated['link']['from'][] = [device, place];
    expect(task.length + about.length).to.equal(5);
  });

  it('an id of a kind passes wherever an id does, also as a key', () => {
    const known = new Map<EntityId, string>([[device, 'd']]);
    expect([known.get(device), known.get(anyId)]).to.deep.equal(['d', undefined]);
  });

  it('values of rows have them too', () => {
    const read = (row: Row<ValueOf<'report'>>): EntityId<'device'> | undefined => row.value.device;
    // @ts-expect-error -- it names no place
    const wrong = (row: Row<ValueOf<'report'>>): EntityId<'place'> | undefined => row.value.device;
    expect(read).to.be.a('function').and.not.to.equal(wrong);
  });

  it('examples and what comes in are text; what was checked is typed', () => {
    const given: z.input<typeof Task> = { ...taskExample, assignee: 'team/registry/1' };
    // @ts-expect-error -- not checked yet
    const early: Task = given;
    expect(Task.parse(given)).to.deep.equal(early);
  });

  it('kinds of others have them by the same fields', () => {
    const fields = { place: means(idOf('place'), 'Where.'), near: means(id, 'What stands beside it.') };
    const { schema } = defineKind({
      name: 'acme:lift',
      title: { zh: '电梯', en: 'lift' },
      law: 'register',
      fields,
      example: { place: told, near: told },
    });
    expect(schema.safeParse({ place: told, near: '%' }).success).to.equal(false);
    const lift: z.infer<z.ZodObject<typeof fields>> = { place, near: device };
    // @ts-expect-error -- a device is no place
    lift.place = device;
    expect(lift.place).to.equal(device);
  });
});

describe('members that refer', () => {
  it('hold ids in every kind of ours, and nothing that is none', () => {
    const pattern = (z.toJSONSchema(id, { io: 'input' }) as { pattern: string }).pattern;
    let members = 0;
    for (const [name, { schema }] of Object.entries(schemas)) {
      const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      for (const member of kinds[name]!.refs) {
        expect(JSON.stringify(properties[member]), `${name}.${member}`).to.include(JSON.stringify(pattern));
        members += 1;
      }
    }
    expect(members).to.be.above(80);
  });
});
