import type { Row } from '@yingji/core';
import { ago, row } from './rows.js';

const team = row('team/registry/2', { value: { name: '消防 2 分队' } });
/** An order to a squad, for the incident `i`. */
export const task = (
  native: string,
  value: object = {},
  more: { derived?: object; exercise?: string; source?: string } = {},
): Row => {
  const { derived = {}, source = 'city', exercise } = more;
  return {
    ...row(`task/${source}/${native}`, {
      value: {
        sort: 'order',
        state: 'moving',
        title: '转移低洼处住户',
        about: ['incident/city/i'],
        assignee: team.id,
        ...value,
      },
      derived: { overdue: false, ...derived },
    }),
    joined: { team: [team] },
    ...(exercise !== undefined && { exercise }),
  };
};
/** One whose time to arrive passed six minutes ago. */
export const late = (native = 'a', value: object = {}, more: object = {}): Row =>
  task(native, { arriveBy: ago(6), ...value }, { derived: { overdue: true, late: ['arriveBy'] }, ...more });
