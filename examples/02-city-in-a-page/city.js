// @ts-check
import { createCity, createMemoryStore, createPushFeed, entityId, stated, systemClock, systemIds } from '@yingji/core';

/** Every press of the button is a fire alarm; a press on an alarm in the list acknowledges it. @param {Record<'button' | 'list', HTMLElement>} page */
export async function startCity({ button, list }) {
  const { feed, push } = createPushFeed({ id: 'button', title: { zh: '按钮', en: 'Button' } });
  const memory = createMemoryStore({ clock: systemClock, ids: systemIds });
  const actor = { id: 'duty', masked: '李*', roles: [], scope: [] };
  const city = await createCity({ ...memory, feeds: [{ feed, source: 'button' }], actor });
  city.view.select({ kind: 'report' }).subscribe(({ put }) => {
    for (const { id, value, derived } of put) {
      const row = document.getElementById(id) ?? list.appendChild(Object.assign(document.createElement('li'), { id }));
      row.textContent = `${value.title} · ${derived['acknowledged'] ? '已确认' : '待确认'}`;
      row.onclick = () => city.view.send({ v: 1, id: systemIds.next(), name: 'acknowledge-alarm', input: { of: id } });
    }
  });
  button.onclick = () => {
    const alarm = stated(
      entityId('report', 'button', systemIds.next()),
      { channel: 'community', title: '按钮报警' },
      systemClock.now(),
    );
    void push({ key: alarm.id, receivedAt: alarm.at, drafts: [alarm] });
  };
  return city;
}
