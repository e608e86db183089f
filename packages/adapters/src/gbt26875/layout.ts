/**
 * GB/T 26875.3-2011, 城市消防远程监控系统 第3部分：报警传输网络通信协议: frame and application data units as data.
 * The codec follows it, the README and its test read it.
 *
 * | offset | length | name | meaning |
 * |---|---|---|---|
 * | 0 | 2 | start | 40 40 |
 * | 2 | 2 | serial | little-endian; a reply repeats it |
 * | 4 | 2 | version | major (1), user |
 * | 6 | 6 | time | second, minute, hour, day, month, year − 2000, one binary byte each |
 * | 12 | 6 | source | little-endian |
 * | 18 | 6 | destination | little-endian |
 * | 24 | 2 | length | n ≤ 1024, of the application data unit |
 * | 26 | 1 | command | see {@link COMMANDS} |
 * | 27 | n | unit | type, number of objects, objects; empty in confirm, deny and heartbeat |
 * | 27 + n | 1 | checksum | sum of bytes 2 … 26 + n, modulo 256 |
 * | 28 + n | 2 | end | 23 23 |
 */
export const FRAME = {
  serial: 2,
  version: 4,
  time: 6,
  source: 12,
  destination: 18,
  length: 24,
  command: 26,
  unit: 27,
  /** Bytes of a frame besides its unit. */
  around: 30,
  maxUnit: 1024,
} as const;

export const COMMANDS = { control: 1, send: 2, confirm: 3, request: 4, answer: 5, deny: 6 } as const;

/** One kind of application data unit. Sizes in bytes of one object, without its time label. */
export interface UnitLayout {
  readonly zh: string;
  readonly en: string;
  /** Fixed part of one object; `text` adds a length byte and that many bytes. */
  readonly fields: readonly (readonly [name: string, bytes: number])[];
  readonly text?: true;
  readonly timed: boolean;
  readonly most: number;
}

const system = ['system', 1] as const;
const systemAddress = ['systemAddress', 1] as const;
const component = ['component', 1] as const;
const address = ['address', 4] as const;

/** Upward units by type, and the two downward ones that are sent. */
export const UNITS: { readonly [type: number]: UnitLayout } = {
  1: {
    zh: '建筑消防设施系统状态',
    en: 'system state',
    fields: [system, systemAddress, ['status', 2]],
    timed: true,
    most: 102,
  },
  2: {
    zh: '建筑消防设施部件运行状态',
    en: 'component state',
    fields: [system, systemAddress, component, address, ['status', 2], ['text', 31]],
    timed: true,
    most: 22,
  },
  3: {
    zh: '建筑消防设施部件模拟量值',
    en: 'component analog value',
    fields: [system, systemAddress, component, address, ['analog', 1], ['value', 2]],
    timed: true,
    most: 63,
  },
  4: {
    zh: '建筑消防设施操作信息',
    en: 'system operation',
    fields: [system, systemAddress, ['operation', 1], ['operator', 1]],
    timed: true,
    most: 102,
  },
  5: {
    zh: '建筑消防设施软件版本',
    en: 'system software version',
    fields: [system, systemAddress, ['major', 1], ['minor', 1]],
    timed: false,
    most: 1,
  },
  6: {
    zh: '建筑消防设施系统配置情况',
    en: 'system configuration',
    fields: [system, systemAddress],
    text: true,
    timed: false,
    most: 3,
  },
  7: {
    zh: '建筑消防设施部件配置情况',
    en: 'component configuration',
    fields: [system, systemAddress, component, address, ['text', 31]],
    timed: false,
    most: 26,
  },
  8: { zh: '建筑消防设施系统时间', en: 'system time', fields: [system, systemAddress], timed: true, most: 1 },
  21: { zh: '用户信息传输装置运行状态', en: 'transmitter state', fields: [['status', 1]], timed: true, most: 1 },
  24: {
    zh: '用户信息传输装置操作信息',
    en: 'transmitter operation',
    fields: [
      ['operation', 1],
      ['operator', 1],
    ],
    timed: true,
    most: 127,
  },
  25: {
    zh: '用户信息传输装置软件版本',
    en: 'transmitter software version',
    fields: [
      ['major', 1],
      ['minor', 1],
    ],
    timed: false,
    most: 1,
  },
  26: {
    zh: '用户信息传输装置配置情况',
    en: 'transmitter configuration',
    fields: [],
    text: true,
    timed: false,
    most: 1,
  },
  28: { zh: '用户信息传输装置系统时间', en: 'transmitter time', fields: [], timed: true, most: 1 },
  90: { zh: '同步用户信息传输装置时钟', en: 'clock synchronisation', fields: [], timed: true, most: 1 },
  91: { zh: '查岗命令', en: 'post check', fields: [['minutes', 1]], timed: false, most: 1 },
};

/** Requests of the centre (61–89) are known by number only: nothing of them comes up. */
export const isRequestType = (type: number): boolean =>
  (type >= 61 && type <= 68) || [81, 84, 85, 86, 88, 89].includes(type);
