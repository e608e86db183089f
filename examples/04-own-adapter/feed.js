// Gas detectors of nobody in particular: they connect over TCP, say how much gas there is, and want to hear that it was kept.
import { tcpServer } from '@yingji/adapters/transports';
import { defineFeed, digest, entityId, stated } from '@yingji/core/feed';
import { defineLayout, framesByLayout, readFrame, toHex } from '@yingji/core/frame';
import * as z from 'zod';

const states = {
  0: { word: 'alarm', zh: '报警', en: 'alarm' },
  1: { word: 'fault', zh: '故障', en: 'fault' },
};
const layout = defineLayout({
  title: { zh: '燃气探测器上行帧', en: 'gas detector, upward frame' },
  norm: 'Example gas protocol 1.0',
  fields: [
    { name: 'start', is: 'mark', hex: 'aa55', zh: '帧头', en: 'start' },
    { name: 'address', is: 'digits', bytes: 4, zh: '设备地址', en: 'device address' },
    { name: 'serial', is: 'uint', bytes: 2, zh: '流水号', en: 'serial number' },
    { name: 'level', is: 'uint', bytes: 2, scale: 0.1, unit: '%{LEL}', none: [0xffff], zh: '浓度', en: 'gas level' },
    { name: 'states', is: 'flags', bytes: 1, bits: states, zh: '状态', en: 'states' },
    { name: 'crc', is: 'checksum', of: 'crc16-modbus', from: 'start', zh: '校验', en: 'CRC-16' },
  ],
});

export const feed = defineFeed({
  id: 'example-gas',
  title: { zh: '燃气探测器', en: 'Gas detectors' },
  norm: layout.norm,
  contract: 1,
  config: z.strictObject({
    port: z.int().min(0).max(65_535).default(0).describe('TCP port to listen on; 0 takes any free one.'),
    host: z.string().default('127.0.0.1').describe('Address to listen on.'),
    registry: z.string().default('registry').describe('Source of the register that names the detectors.'),
  }),
  ordering: { by: 'arrival' },
  expectEveryMs: () => 120_000,
  hears: ({ registry }) => [registry],
  transport: tcpServer,
  framing: framesByLayout(layout),
  layouts: [layout],
  read(frame, { source, receivedAt, config }) {
    const { value, issues } = readFrame(layout, frame);
    const key = digest(toHex(frame));
    if (!value) return { key, drafts: [], issues };
    const device = entityId('device', config.registry, value.address);
    const fault = value.states.includes('fault');
    const said = { device, quantity: 'gas-concentration', unit: '%{LEL}', value: fault ? null : value.level };
    const quality = said.value === null ? 'fault' : 'good';
    const drafts = [
      stated(entityId('observation', source, `${value.address}.gas.${key}`), { ...said, quality }, receivedAt),
    ];
    if (value.states.includes('alarm')) {
      const alarm = { channel: 'device', needs: ['fire'], title: '燃气泄漏报警', device, native: value.address };
      drafts.push(stated(entityId('report', source, `${value.address}.${key}`), alarm, receivedAt));
    }
    return { key, drafts, issues, answer: { stored: Uint8Array.of(0x06, ...frame.subarray(6, 8)) } };
  },
});
