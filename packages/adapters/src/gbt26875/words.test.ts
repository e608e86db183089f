import { entityId } from '@yingji/core';
import { checkObservation, fireAnalogTypes, isCode, quantities } from '@yingji/core/codes';
import { expect } from 'chai';
import { ANALOGS } from './analogs.js';
import {
  COMPONENT_BITS,
  SYSTEM_BITS,
  SYSTEM_OPERATIONS,
  TRANSMITTER_BITS,
  TRANSMITTER_OPERATIONS,
  type Bits,
} from './states.js';

describe('gbt26875: what it says is in the vocabulary of core', () => {
  const lists: readonly [quantity: keyof typeof quantities.rows, bits: Bits, bare: readonly string[]][] = [
    ['system-state', SYSTEM_BITS, ['normal', 'test']],
    ['component-state', COMPONENT_BITS, ['normal', 'test']],
    ['transmitter-state', TRANSMITTER_BITS, ['normal', 'test']],
    ['system-operation', SYSTEM_OPERATIONS, []],
    ['transmitter-operation', TRANSMITTER_OPERATIONS, []],
  ];
  for (const [quantity, bits, bare] of lists)
    it(`${quantity}: its bits are the states, no more and no fewer`, () => {
      const words = [...bare, ...bits.map(([, state]) => state)];
      expect((quantities.rows[quantity] as { states?: readonly string[] }).states).to.have.members(words);
    });

  it('an analog value comes in the unit of its quantity, and every type is named', () => {
    for (const [type, { quantity, unit, per }] of Object.entries(ANALOGS)) {
      expect(isCode(fireAnalogTypes, type), type).to.equal(true);
      const value = 10 * per;
      const { issues } = checkObservation({
        device: entityId('device', 'r', '1'),
        quantity,
        value,
        unit,
        quality: 'good',
      });
      expect(issues, quantity).to.deep.equal([]);
    }
    expect(Object.keys(fireAnalogTypes.rows).length).to.equal(Object.keys(ANALOGS).length + 1);
  });
});
