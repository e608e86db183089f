// What the portal's own pages do for the elements in them: say who is asking, what must be covered and what people need, and say so if
// an element does not come.
const provider = document.querySelector('yj-provider');

if (provider) {
  // The token lives in the portal's server; the page gets it with its own session and keeps it nowhere.
  provider.getToken = async () => {
    const response = await fetch('/api/yingji-token', { method: 'POST' });
    if (!response.ok) throw new Error(`yingji-token: ${response.status}`);
    const { token } = await response.json();
    return token;
  };

  // Numbers of this community; the elements have none of their own.
  const roster = document.querySelector('yj-roster');
  if (roster) roster.cover = [{ role: 'patrol', count: 1 }];
  const supplies = document.querySelector('yj-supply-panel');
  if (supplies)
    supplies.norms = [
      { item: 'bottled-water', unit: '瓶', perPersonDay: 2 },
      { item: 'blanket', unit: '条', perPerson: 1 },
    ];

  // Module scripts have run, or failed, by the time of "load"; they fetch each element after that.
  window.addEventListener('load', () => {
    if (customElements.get('yj-provider')) return;
    for (const waiting of document.querySelectorAll('.waiting')) {
      waiting.setAttribute('role', 'alert');
      waiting.textContent = '应急组件未能载入。请管理员执行 npm run build 后刷新页面。';
    }
  });
}
