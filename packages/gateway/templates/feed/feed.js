// What {{TITLE}} send, and what it means. The guide: docs/guides/adapter.md of yingji.
import { tcpServer } from '@yingji/adapters/transports';
import { defineFeed, digest, entityId, stated } from '@yingji/core/feed';
import { defineLayout, framesByLayout, readFrame, toHex } from '@yingji/core/frame';
import * as z from 'zod';

// 1. The frame, field by field, as the document of the device has it.
const layout = defineLayout({
  title: { zh: '上行帧', en: 'upward frame' },
  norm: '{{NORM}}',
  fields: [
    { name: 'start', is: 'mark', hex: '7e7e', zh: '帧头', en: 'start' },
    { name: 'address', is: 'digits', bytes: 3, zh: '设备地址', en: 'device address' },
    { name: 'serial', is: 'uint', bytes: 1, zh: '流水号', en: 'serial number' },
    { name: 'temperature', is: 'int', bytes: 2, scale: 0.1, unit: 'Cel', zh: '温度', en: 'temperature' },
    { name: 'sum', is: 'checksum', of: 'sum8', from: 'address', zh: '校验和', en: 'checksum' },
  ],
});

export const feed = defineFeed({
  id: '{{ID}}',
  title: { zh: '{{TITLE}}', en: '{{ID}}' },
  norm: layout.norm,
  contract: 1,
  // 2. What whoever runs it may set. Every option has a description, a default where there can be one.
  config: z.strictObject({
    port: z.int().min(0).max(65_535).default(0).describe('TCP port to listen on; 0 takes any free one.'),
    host: z.string().default('127.0.0.1').describe('Address to listen on.'),
    registry: z.string().default('registry').describe('Source of the register that names the devices.'),
  }),
  ordering: { by: 'arrival' },
  // Milliseconds of silence after which the screen says "stale".
  expectEveryMs: () => 120_000,
  hears: ({ registry }) => [registry],
  transport: tcpServer,
  framing: framesByLayout(layout),
  layouts: [layout],
  // 3. What one message says. No clock, no chance, no sockets: the same bytes always come to the same.
  read(frame, { source, receivedAt, config }) {
    const { value, issues } = readFrame(layout, frame);
    // A retry repeats its key, another message never does. It ends the ids too: an event is told once, under an id of its own.
    const key = digest(toHex(frame));
    if (!value) return { key, drafts: [], issues };
    const reading = {
      device: entityId('device', config.registry, value.address),
      quantity: 'air-temperature',
      value: value.temperature,
      unit: 'Cel',
      quality: 'good',
    };
    return {
      key,
      drafts: [stated(entityId('observation', source, `${value.address}.temperature.${key}`), reading, receivedAt)],
      issues,
      // Sent only when it is on the disk.
      answer: { stored: Uint8Array.of(0x06, value.serial) },
    };
  },
});
