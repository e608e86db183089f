// Helpers of the tests beside this file; a test name keeps them out of what is built.
import type { Instant, Issue } from '@yingji/core';
import { expect } from 'chai';
import { decodeTable, type DecodedTable, type TableReading } from './index.js';

export const receivedAt = '2026-06-12T16:00:00+08:00' as Instant;
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const lines = (...rows: string[]): string => rows.join('\r\n') + '\r\n';

export const HEADER = '编码,名称,类型,经度,纬度,坐标系,所在地点,防火分区';
export const GOOD = '889-1-1-131082,3 栋 1 层走廊感烟,感烟,108.351,22.821,WGS84,450103001005-3,3-1';

export function decode(
  text: string | Uint8Array,
  reading: Partial<TableReading> = {},
  boundary?: string,
): DecodedTable {
  return decodeTable({
    bytes: typeof text === 'string' ? bytes(text) : text,
    reading: { kind: 'device', ...reading },
    source: 'registry',
    receivedAt,
    ...(boundary !== undefined && { boundary: bytes(boundary) }),
  });
}

export const values = <V>(decoded: DecodedTable): V[] =>
  decoded.drafts.map(({ body }) =>
    'value' in body ? (body.value as V) : expect.fail('a table removes nothing itself'),
  );

export const told = ({ issues }: { issues: readonly Issue[] }): string[] =>
  issues.map(({ code, path }) => `${code} ${path}`);
