import { expect } from 'chai';
import { kinds } from '../model/kinds.js';
import { createCells } from './cell.js';
import { createTables } from './table.js';

const table = createTables(kinds).of('observation')!;

describe('cells', () => {
  it('what is derived finds itself and whom it names first, and is asked no more once it was forgotten', () => {
    const cells = createCells();
    const [reading, device] = [cells.make('observation/fire/1'), cells.make('device/registry/1')];
    reading.table = table;
    cells.name(reading, { named: [device.name], looks: [], aliases: [] });
    cells.asking = reading;
    expect([cells.get(reading.name), cells.get(device.name), cells.get('device/registry/2')]).to.deep.equal([
      reading,
      device,
      undefined,
    ]);
    cells.name(reading);
    cells.release(reading);
    cells.sweep();
    expect([cells.get(reading.name), cells.get(device.name)]).to.deep.equal([undefined, undefined]);
    expect([...cells.values()]).to.deep.equal([]);
  });

  it('who takes a place names what was named there before, unless that is forgotten', () => {
    const cells = createCells();
    const [first, second, third] = ['1', '2', '3'].map((n) => Object.assign(cells.make(n), { table }));
    const names = { named: ['device/registry/1'], looks: [], aliases: [] };
    cells.name(first!, names);
    const list = first!.ties!.named;
    cells.name(first!);
    cells.name(second!, names);
    expect(second!.ties!.named).to.equal(list);
    cells.name(second!);
    cells.sweep();
    cells.name(third!, names);
    expect(third!.ties!.named).to.deep.equal([cells.get('device/registry/1')]);
    expect(third!.ties!.named).not.to.equal(list);
  });
});
