import { expect } from 'chai';
import type { Row } from '@yingji/core';
import { createFakeView, type FakeView } from '../testing/fake-view.js';
import { accessible, cleanUp, textOf, until } from '../testing/fixture.js';
import { openMap, type Reading } from '../testing/map-harness.js';
import { ALL_LAYERS, asset, deployment, response, team } from '../testing/registers.js';
import { ago, feed, NOW, row } from '../testing/rows.js';

const STRENGTH = { members: 12, available: 8, standBy: 2, skills: ['first-aid', 'rope-rescue'] };
const PLAN = row('plan/registry/p', {
  value: {
    title: '内涝预案',
    version: '3',
    steps: [
      { key: 'warn', title: '预警传达' },
      { key: 'move', title: '转移安置' },
      { key: 'guard', title: '封闭涵洞' },
    ],
  },
});
const RUN = {
  state: 'running',
  since: ago(12),
  overdue: 0,
  steps: [
    { step: 'warn', state: 'done', since: ago(10), overdue: false },
    { step: 'move', state: 'active', since: ago(8), due: ago(-18), overdue: false },
    { step: 'guard', state: 'waiting', overdue: false },
  ],
};
const run = (
  native: string,
  derived: object | undefined,
  more: Partial<Row> & { readonly value?: object } = {},
): Row => {
  const { value, ...rest } = more;
  return {
    ...row(`plan-run/city/${native}`, {
      value: { plan: PLAN.id, version: '3', state: 'triggered', grounds: ['response/city/r1'], ...value },
      derived: derived ? { run: derived } : {},
    }),
    joined: { plan: [PLAN] },
    ...rest,
  };
};

async function popupOf(title: string, rows: Row[], lang = 'zh-CN'): Promise<Reading & { told(): string }> {
  const view: FakeView = createFakeView({ now: NOW, rows: [feed('register', '登记'), ...rows] });
  const reading = await openMap({
    view,
    setUp: (map) => {
      map.layers = ALL_LAYERS;
      map.lang = lang;
    },
  });
  const line = (): HTMLElement | undefined =>
    [...reading.map.renderRoot.querySelectorAll<HTMLElement>('.registers .row')].find((each) =>
      textOf(each).includes(title),
    );
  await until(line, `${title} is listed`);
  line()!.click();
  await until(() => reading.find('.popup .more-facts'), 'what else is known of it is there');
  await reading.settled();
  return { ...reading, told: () => reading.text('.popup .more-facts') };
}

describe('what else is known of a thing of a register', () => {
  afterEach(cleanUp);

  it('of a team: how many are in it and can be sent, with which skills, and what it carries', async () => {
    const { told, map } = await popupOf('竹园小区分队', [
      team('t1', {}, { derived: { strength: STRENGTH } }),
      asset('a1', { team: 'team/register/t1' }),
      asset('a2', { name: '冲锋舟 2 号', team: 'team/register/other' }),
    ]);
    expect(told()).to.equal('人数 队员 12 人，可出动 8，待命 2 技能 急救、rope-rescue 携带 示例排涝车 1 号，途中');
    await accessible(map);
  });

  it('of a team tells nobody from not known', async () => {
    const none = { members: 0, available: 0, standBy: 0, skills: [] };
    expect((await popupOf('竹园小区分队', [team('t1', {}, { derived: { strength: none } })])).told()).to.equal(
      '人数 队员 0 人，可出动 0，待命 0 技能 未登记 携带 未见登记',
    );
    cleanUp();
    expect((await popupOf('竹园小区分队', [team('t1')])).told()).to.equal('人数 不明 技能 不明 携带 未见登记');
  });

  it('of a deployment: the strength of the teams that stand there, and its assets; one that is not seen is unknown', async () => {
    const rows = [
      deployment('d1', { teams: ['team/register/t1', 'team/register/t9'], assets: ['asset/register/a1'] }),
      team('t1', {}, { derived: { strength: STRENGTH } }),
      asset('a1'),
    ];
    expect((await popupOf('排涝车 1 号在示例涵洞备勤', rows)).told()).to.equal(
      '人数 竹园小区分队：队员 12 人，可出动 8，待命 2；t9：人数不明 携带 示例排涝车 1 号，途中',
    );
  });

  it('of a response: how far the run of a plan is, the step now, and how long is left; it follows the picture', async () => {
    const { told, view, settled, map } = await popupOf('城市内涝应急响应', [response('r1'), run('1', RUN)]);
    expect(told()).to.equal('预案执行 内涝预案，执行中，已完成 1/3 步；现在 转移安置，剩 18 分');
    await accessible(map);
    const late = {
      ...RUN,
      overdue: 1,
      steps: RUN.steps.map((each) => ({ ...each, ...(each.step === 'move' && { due: ago(6), overdue: true }) })),
    };
    view.put(run('1', late));
    await settled();
    expect(told()).to.equal('预案执行 内涝预案，执行中，已完成 1/3 步；现在 转移安置，超时 6 分');
    view.put(
      run('1', {
        ...RUN,
        state: 'completed',
        steps: RUN.steps.map((each) => ({ ...each, state: each.step === 'guard' ? 'skipped' : 'done' })),
      }),
    );
    await settled();
    expect(told()).to.equal('预案执行 内涝预案，已完成，已完成 2/3 步，跳过 1 步');
  });

  it('of a run says what is not known: of no run, of a run nobody worked out, of a plan that is not here', async () => {
    expect((await popupOf('城市内涝应急响应', [response('r1')])).told()).to.equal('预案执行 未见启动记录');
    cleanUp();
    const others = [run('2', RUN, { value: { grounds: ['response/city/r2'] } }), run('3', RUN, { exercise: 'spring' })];
    expect((await popupOf('城市内涝应急响应', [response('r1'), ...others])).told()).to.equal('预案执行 未见启动记录');
    cleanUp();
    const bare = { ...run('1', undefined), joined: {} };
    expect((await popupOf('城市内涝应急响应', [response('r1'), bare])).told()).to.equal('预案执行 p，进度不明');
    cleanUp();
    const unplanned = { ...RUN, steps: RUN.steps.slice(0, 2), stepsUnknown: true };
    expect(
      (await popupOf('城市内涝应急响应', [response('r1'), { ...run('1', unplanned), joined: {} }])).told(),
    ).to.equal('预案执行 p，执行中，已完成 1 步，总步数不明；现在 move，剩 18 分');
  });

  it('speaks English', async () => {
    const { told } = await popupOf('城市内涝应急响应', [response('r1'), run('1', RUN)], 'en');
    expect(told()).to.equal('Plan 内涝预案, running, 1 of 3 steps done; now 转移安置, 18 min left');
  });
});
