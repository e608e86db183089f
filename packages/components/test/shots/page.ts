// One scene of the map with data that a test made up, for pictures that a person looks at.
import { define } from '../../src/define-elements.js';
import type { YjAlertMap } from '../../src/alert-map/alert-map.js';
import { createFakeView, type FakeView } from '../../src/testing/fake-view.js';
import { NOW } from '../../src/testing/rows.js';
import { scenes } from './scenes.js';

const asked = new URLSearchParams(location.search);
const scene = scenes[asked.get('scene') ?? 'evening']!;
const dark = asked.get('theme') === 'dark' || asked.get('dark') !== null;

document.documentElement.lang = asked.get('lang') ?? 'zh-CN';
document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
document.body.style.background = dark ? '#0E1319' : '#F3F5F7';

if (scene.noWebGl) {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    return args[0] === 'webgl2' ? null : Reflect.apply(getContext, this, args);
  } as typeof getContext;
}

const view: FakeView = createFakeView({ now: NOW, rows: scene.rows(), silent: scene.silent ?? false });
define();
const map = document.createElement('yj-alert-map') as YjAlertMap;
map.theme = asked.get('theme') ?? 'auto';
map.density = asked.get('density') ?? 'auto';
map.view = view;
document.body.append(map);
await map.updateComplete;
scene.then?.(view, map);
await map.updateComplete;
await new Promise((resolve) => setTimeout(resolve, scene.waitMs ?? 2500));
scene.act?.(map);
await map.updateComplete;
await new Promise((resolve) => setTimeout(resolve, scene.restMs ?? 700));
document.body.dataset['ready'] = 'yes';
