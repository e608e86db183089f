import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The five modules of the platform, in the order of its menu. */
export const MODULES = [
  { path: '/', file: 'overview.html', title: '社区概况' },
  { path: '/party', file: 'party.html', title: '党建引领' },
  { path: '/civility', file: 'civility.html', title: '城市文明' },
  { path: '/safety', file: 'safety.html', title: '城市安全' },
  { path: '/medical', file: 'medical.html', title: '医疗健康' },
];
const OTHERS = [
  { path: '/goodbye', file: 'goodbye.html', title: '已退出' },
  { path: '/404', file: 'missing.html', title: '页面不存在' },
];

const MARKS = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => text.replace(/[&<>"']/g, (mark) => MARKS[mark]);

/** Reads the pages once and puts them into the layout. */
export async function createPages({ folder, gateway, mapApproval }) {
  const read = (file) => readFile(join(folder, file), 'utf8');
  const [layout, live, plain] = await Promise.all(['layout.html', 'live.html', 'plain.html'].map(read));
  const approval = mapApproval === '' ? '审图号：未填写（区划界线为示意，不作划界依据）' : `审图号：${mapApproval}`;
  const pages = new Map();
  for (const { path, file, title } of [...MODULES, ...OTHERS]) {
    const values = {
      title: escape(title),
      gateway: escape(gateway),
      approval: escape(approval),
      menu: MODULES.map(
        (item) =>
          `<li><a href="${item.path}"${item.path === path ? ' aria-current="page"' : ''}>${item.title}</a></li>`,
      ).join('\n          '),
    };
    const fill = (text) => text.replace(/\{\{(\w+)\}\}/g, (mark, name) => values[name] ?? mark);
    values.main = fill(await read(file));
    // Who has left, or is lost, has no session with which to ask for a picture.
    values.body = fill(MODULES.some((module) => module.path === path) ? live : plain);
    pages.set(path, fill(layout));
  }
  return { render: (path) => (path === '/404' ? undefined : pages.get(path)), notFound: pages.get('/404') };
}
