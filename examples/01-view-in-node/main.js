// @ts-check
import { createCity, createMemoryStore, systemClock, systemIds } from '@yingji/core';
import { table } from '@yingji/adapters/table';

const made = table.configure({ kind: 'device', file: 'detectors.csv', datum: 'wgs84' });
if ('issues' in made) throw new Error(JSON.stringify(made.issues));
const { store, vault } = createMemoryStore({ clock: systemClock, ids: systemIds });
const city = await createCity({ store, vault, feeds: [{ feed: made.feed, source: 'registry' }] });
city.view
  .select({ kind: 'device', where: [{ field: 'type', op: 'eq', value: 'smoke-detector' }] })
  .subscribe(({ put }) => put.forEach(({ value, fresh }) => console.log(value.name, value.position, fresh.state)));
