import { defineLayout, type Title } from '@yingji/core/frame';

/**
 * SL 651-2014 水文监测数据通信规约 (read in the approval draft, 报批稿): frames as data, highest byte first. `--explain`, the README and a
 * test beside the codec read these tables; the codec keeps their offsets.
 *
 * | offset | length | name | meaning |
 * |---|---|---|---|
 * | 0 | 2 | start | 7E 7E |
 * | 2 | 1 + 5 | centre, station | upward; downward the station comes first |
 * | 8 | 2 | password | |
 * | 10 | 1 | function | see {@link FUNCTIONS} |
 * | 11 | 2 | length | high nibble 0 up, 8 down; the rest counts the bytes from 14 up to the end |
 * | 13 | 1 | begins | 02 STX; 16 SYN where a message comes in several packets |
 * | 14 | n | body | of SYN begins with 12 bits packets in all and 12 bits number of this one |
 * | 14 + n | 1 | ends | see {@link ENDS} |
 * | 15 + n | 2 | crc | CRC-16/MODBUS of all before it, highest byte first |
 *
 * In ASCII a frame starts with one 01 SOH, and each byte before `begins` and of the CRC is two characters, 0–9 and A–F.
 */
export const FRAME = {
  centre: 2,
  station: 3,
  password: 8,
  function: 10,
  length: 11,
  begins: 13,
  body: 14,
  /** Bytes of a frame besides its body. */
  around: 17,
  asciiBegins: 23,
  asciiBody: 24,
  asciiAround: 29,
} as const;

export const BEGINS = { stx: 0x02, syn: 0x16 } as const;
export const ENDS = { etx: 0x03, etb: 0x17, enq: 0x05, ack: 0x06, nak: 0x15, eot: 0x04, esc: 0x1b } as const;

const beginWords: { readonly [raw: number]: Title } = {
  [BEGINS.stx]: { zh: '传输正文起始', en: 'STX, whole message' },
  [BEGINS.syn]: { zh: '多包传输正文起始', en: 'SYN, one of several packets' },
};
const endWords: { readonly [raw: number]: Title } = {
  [ENDS.etx]: { zh: '报文结束，后续无报文', en: 'ETX, no more' },
  [ENDS.etb]: { zh: '报文结束，后续有报文', en: 'ETB, more follow' },
  [ENDS.enq]: { zh: '询问', en: 'ENQ, asks' },
  [ENDS.ack]: { zh: '肯定确认', en: 'ACK' },
  [ENDS.nak]: { zh: '否定应答', en: 'NAK' },
  [ENDS.eot]: { zh: '传输结束，退出', en: 'EOT, may go off line' },
  [ENDS.esc]: { zh: '传输结束，终端保持在线', en: 'ESC, stays on line' },
};

/** What a message is about, and how it is exchanged: M1 unanswered, M2 confirmed, M3 confirmed in several packets, M4 answers a query. */
export interface FunctionRow extends Title {
  readonly mode: Mode | 'as-configured';
  /** What stands in it: elements, or what is not taken for elements. */
  readonly body: 'none' | 'elements' | 'entry' | 'text' | 'parameters';
}

export type Mode = keyof typeof MODES;

/** Who speaks first, and whether the centre confirms what came. */
export const MODES = {
  M1: { first: 'station', confirmed: false },
  M2: { first: 'station', confirmed: true },
  M3: { first: 'station', confirmed: true },
  M4: { first: 'centre', confirmed: false },
} as const;

const reported = (zh: string, en: string): FunctionRow => ({ zh, en, mode: 'as-configured', body: 'elements' });
const asked = (zh: string, en: string, body: FunctionRow['body']): FunctionRow => ({ zh, en, mode: 'M4', body });

/** 功能码 upward. E0–FF are of the vendor. */
export const FUNCTIONS: { readonly [code: number]: FunctionRow } = {
  0x2f: { zh: '链路维持报', en: 'keeps the line', mode: 'M1', body: 'none' },
  0x30: reported('测试报', 'test'),
  0x31: reported('均匀时段水文信息报', 'even periods'),
  0x32: reported('遥测站定时报', 'periodic'),
  0x33: reported('遥测站加报报', 'additional'),
  0x34: reported('遥测站小时报', 'hourly'),
  0x35: { ...reported('遥测站人工置数报', 'entered by hand'), body: 'entry' },
  0x36: reported('遥测站图片报', 'picture'),
  0x37: asked('查询遥测站实时数据', 'real-time data', 'elements'),
  0x38: asked('查询遥测站时段数据', 'data of a period', 'elements'),
  0x39: asked('查询遥测站人工置数', 'what was entered by hand', 'entry'),
  0x3a: asked('查询遥测站指定要素数据', 'certain elements', 'elements'),
  0x40: asked('修改遥测站基本配置', 'basic settings changed', 'parameters'),
  0x41: asked('读取遥测站基本配置', 'basic settings', 'parameters'),
  0x42: asked('修改遥测站运行参数', 'running parameters changed', 'parameters'),
  0x43: asked('读取遥测站运行参数', 'running parameters', 'parameters'),
  0x44: asked('查询水泵电机实时工作数据', 'pump motor', 'elements'),
  0x45: asked('查询遥测站软件版本', 'software version', 'text'),
  0x46: asked('查询遥测站状态和报警信息', 'state and alarms', 'elements'),
  0x47: asked('初始化固态存储数据', 'memory initialised', 'none'),
  0x48: asked('恢复遥测站出厂设置', 'factory settings', 'none'),
  0x49: asked('修改密码', 'password changed', 'parameters'),
  0x4a: asked('设置遥测站时钟', 'clock set', 'none'),
  0x4b: asked('设置遥测站 IC 卡状态', 'IC card', 'parameters'),
  0x4c: asked('控制水泵开关', 'pump switched', 'parameters'),
  0x4d: asked('控制阀门开关', 'valve switched', 'parameters'),
  0x4e: asked('控制闸门开关', 'gate moved', 'parameters'),
  0x4f: asked('水量定值控制', 'water quota', 'parameters'),
  0x50: asked('查询遥测站事件记录', 'event counts', 'parameters'),
  0x51: asked('查询遥测站时钟', 'clock', 'none'),
};

const functionWords = Object.fromEntries(Object.entries(FUNCTIONS).map(([code, { zh, en }]) => [code, { zh, en }]));
const NORM = 'SL 651-2014';
const centre = { name: 'centre', is: 'uint', bytes: 1, zh: '中心站地址', en: 'centre' } as const;
const station = { name: 'station', is: 'bytes', bytes: 5, zh: '遥测站地址', en: 'station' } as const;
const start = { name: 'start', is: 'mark', hex: '7e7e', zh: '帧起始', en: 'start' } as const;
const password = { name: 'password', is: 'bytes', bytes: 2, zh: '密码', en: 'password' } as const;
const code = { name: 'function', is: 'uint', bytes: 1, words: functionWords, zh: '功能码', en: 'function' } as const;
const begins = { name: 'begins', is: 'uint', bytes: 1, words: beginWords, zh: '报文起始符', en: 'begins' } as const;
const ends = { name: 'ends', is: 'uint', bytes: 1, words: endWords, zh: '报文结束符', en: 'ends' } as const;
const crc = { name: 'crc', is: 'checksum', of: 'crc16-modbus', from: 'start', zh: '校验码', en: 'CRC-16' } as const;

const body = { name: 'body', is: 'bytes', bytes: { by: 'length' }, zh: '报文正文', en: 'body' } as const;

/** A frame of a station; its two bytes of direction and length are one number, as the direction upward is 0. */
export const UPWARD = defineLayout({
  title: { zh: '遥测站上行帧', en: 'frame of a station' },
  norm: NORM,
  fields: [
    start,
    centre,
    station,
    password,
    code,
    { name: 'length', is: 'uint', bytes: 2, zh: '上行标识 0 及长度', en: 'upward 0, length' },
    begins,
    body,
    ends,
    crc,
  ],
});

/** A frame of the centre. */
export const DOWNWARD = defineLayout({
  title: { zh: '中心站下行帧', en: 'frame of the centre' },
  norm: NORM,
  fields: [
    start,
    station,
    centre,
    password,
    code,
    { name: 'length', is: 'uint', bytes: 2, offset: -0x8000, zh: '下行标识 8 及长度', en: 'downward 8, length' },
    begins,
    body,
    ends,
    crc,
  ],
});
