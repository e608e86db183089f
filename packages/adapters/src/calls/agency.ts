import type { Report } from '@yingji/core';
import { dispatchNames, namesOf110, namesOf119, namesOf120 } from './field-names.js';
import { namesFrom, type Names } from './record.js';

export type Channel = '110' | '119' | '120' | '122' | '12345';
export type Need = NonNullable<Report['needs']>[number];

/** One agency that answers calls: all by which the four feeds differ. */
export interface Agency {
  readonly id: 'calls-110' | 'calls-119' | 'calls-120' | 'calls-122';
  readonly title: { readonly zh: string; readonly en: string };
  /** What its field names were read from; the field table of 三台合一 could not be had. */
  readonly norm: string;
  /** The number that was dialled, where a record does not say. */
  readonly channel: Channel;
  /** What is asked for, where a record does not say. */
  readonly need: Need;
  /** A report, and a task, of which nothing else can be said in public. */
  readonly report: string;
  readonly task: string;
  readonly names: Names;
}

export const agencies: { readonly [agency in 'police' | 'fire' | 'medical' | 'traffic']: Agency } = {
  police: {
    id: 'calls-110',
    title: { zh: '110 接处警', en: '110 calls' },
    norm: 'columns of a 110 centre (接警单, 派警单, 反馈单)',
    channel: '110',
    need: 'police',
    report: '110 警情',
    task: '处置 110 警情',
    names: namesFrom({ ...namesOf110, ...dispatchNames }),
  },
  fire: {
    id: 'calls-119',
    title: { zh: '119 接处警', en: '119 calls' },
    norm: 'elements of a transfer from 110 to 119',
    channel: '119',
    need: 'fire',
    report: '119 警情',
    task: '处置 119 警情',
    names: namesFrom({ ...namesOf119, ...dispatchNames }),
  },
  medical: {
    id: 'calls-120',
    title: { zh: '120 急救调度', en: '120 calls' },
    norm: 'fields of a 120 command centre',
    channel: '120',
    need: 'medical',
    report: '120 急救呼叫',
    task: '120 出车',
    names: namesFrom({ ...namesOf120, ...dispatchNames }),
  },
  traffic: {
    id: 'calls-122',
    title: { zh: '122 交通接处警', en: '122 calls' },
    norm: 'columns of a 110 centre with JJLX 122',
    channel: '122',
    need: 'traffic',
    report: '122 交通警情',
    task: '处置 122 警情',
    names: namesFrom({ ...namesOf110, ...dispatchNames }),
  },
};
