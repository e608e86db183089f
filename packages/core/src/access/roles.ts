/** What a person is here as. A closed list: a word that is not in it gives no right. */
export const roles = {
  resident: { zh: '居民', en: 'Resident' },
  'grid-worker': { zh: '网格员', en: 'Grid worker' },
  responder: { zh: '响应队员', en: 'Responder' },
  'squad-lead': { zh: '小区分队长', en: 'Squad lead' },
  community: { zh: '社区', en: 'Community' },
  unit: { zh: '联动单位', en: 'Member unit' },
  'duty-desk': { zh: '值班台', en: 'Duty desk' },
  commander: { zh: '指挥长', en: 'Commander' },
  auditor: { zh: '审计员', en: 'Auditor' },
  vendor: { zh: '厂商', en: 'Vendor' },
} as const;

/** The name of one of the {@link roles}. */
export type Role = keyof typeof roles;

/** Whether a word is the name of a role. Every other word gives no right at all. */
export const isRole = (word: string): word is Role => Object.hasOwn(roles, word);

/** Roles that decide nothing in the city's name: whoever has no other sends no Command. */
const READING: ReadonlySet<Role> = new Set(['resident', 'auditor', 'vendor']);

/** Whether any of these roles may send Commands at all; each Command still decides for itself. */
export const mayDecide = (held: readonly Role[]): boolean => held.some((role) => !READING.has(role));
