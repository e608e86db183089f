/** 值班 网格 叫应 人员: what the table shows. */
export const MODES = ['duty', 'gaps', 'calls', 'people'] as const;
export type Mode = (typeof MODES)[number];
