import type { FeedDefinition } from '@yingji/core';
import { readConfig, tableConfig } from './config.js';
import { decodeTable } from './decode.js';
import { guessKind } from './read-sheet.js';
import { openTable } from './session.js';

export { decodeTable, type DecodedTable, type TableInput } from './decode.js';
export { readConfig as readTableConfig, type TableConfig, type TableReading } from './config.js';

const title = { zh: '表格台账', en: 'Table' } as const;

/**
 * Master data from files: places, devices, organizations, teams, responders, people at risk and stock (地点, 感知设备, 单位, 队伍, 队员,
 * 重点人群, 应急物资) as CSV or .xlsx, places also as GeoJSON. A file is a full list: what it no longer names is removed by the runner. `decode`
 * also looks at one file without configuration; a datum must then stand in it.
 */
export const table: FeedDefinition = {
  id: 'table',
  title,
  norm: 'RFC 4180, RFC 7946, ECMA-376',
  contract: 1,
  transports: ['files'],
  schema: tableConfig,
  decode(bytes, { source, receivedAt, config }) {
    const read = config === undefined ? { config: { kind: guessKind(bytes) } } : readConfig(config);
    if ('issues' in read) return { ok: false, drafts: [], issues: read.issues };
    const { ok, drafts, issues } = decodeTable({ bytes, reading: read.config, source, receivedAt });
    return { ok, drafts, issues };
  },
  configure(input) {
    const read = readConfig(input);
    if ('issues' in read) return read;
    const { config } = read;
    return {
      feed: {
        id: 'table',
        contract: 1,
        title,
        ordering: { by: 'arrival' },
        canRefuse: false,
        open: (context, stop) => Promise.resolve(openTable(config, context, stop)),
      },
    };
  },
};
