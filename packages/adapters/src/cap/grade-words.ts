export type Colour = 'red' | 'orange' | 'yellow' | 'blue';
export type Level = '1' | '2' | '3' | '4';

/** Worst first. */
export const COLOURS: readonly Colour[] = ['red', 'orange', 'yellow', 'blue'];

/** Names of parameters that state a colour or level: their words in lower case, joined, without a leading `CN-`; a part may stand anywhere. */
export const gradeParameters: { readonly whole: ReadonlySet<string>; readonly parts: readonly string[] } = {
  whole: new Set([
    'awarenesslevel',
    'alertlevel',
    'warninglevel',
    'signallevel',
    'grade',
    'level',
    'yjlevel',
    '级别',
    '等级',
    '預警等級',
  ]),
  parts: ['color', 'colour', '颜色', '顏色', '预警等级', '预警级别', '信号等级', '信号级别', '预警信号级别'],
};

/** Words of a value that state a colour. */
export const colourWords: ReadonlyMap<string, Colour> = new Map<string, Colour>([
  ['red', 'red'],
  ['orange', 'orange'],
  ['yellow', 'yellow'],
  ['blue', 'blue'],
  ['红', 'red'],
  ['紅', 'red'],
  ['橙', 'orange'],
  ['黄', 'yellow'],
  ['黃', 'yellow'],
  ['蓝', 'blue'],
  ['藍', 'blue'],
]);

/** Words that state another colour: stated, and no grade of ours. */
export const otherColours: ReadonlySet<string> = new Set([
  'green',
  'white',
  'grey',
  'gray',
  'black',
  'purple',
  'violet',
  '绿',
  '綠',
  '白',
  '黑',
  '灰',
  '紫',
]);

/** Figures of a numbered level; 1 is worst. */
export const levelFigures: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['一', '1'],
  ['二', '2'],
  ['三', '3'],
  ['四', '4'],
  ['Ⅰ', '1'],
  ['Ⅱ', '2'],
  ['Ⅲ', '3'],
  ['Ⅳ', '4'],
  ['I', '1'],
  ['II', '2'],
  ['III', '3'],
  ['IV', '4'],
  ['1', '1'],
  ['2', '2'],
  ['3', '3'],
  ['4', '4'],
]);
