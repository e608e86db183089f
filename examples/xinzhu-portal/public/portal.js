// What the portal's own page does for the map: say who is asking, and say so if the map does not come.
const provider = document.querySelector('yj-provider');

if (provider) {
  // The token lives in the portal's server; the page gets it with its own session and keeps it nowhere.
  provider.getToken = async () => {
    const response = await fetch('/api/yingji-token', { method: 'POST' });
    if (!response.ok) throw new Error(`yingji-token: ${response.status}`);
    const { token } = await response.json();
    return token;
  };

  // Module scripts have run, or failed, by the time of "load".
  window.addEventListener('load', () => {
    const waiting = document.querySelector('.waiting');
    if (waiting && !customElements.get('yj-alert-map')) {
      waiting.setAttribute('role', 'alert');
      waiting.textContent = '态势图组件未能载入。请管理员执行 npm run build 后刷新页面。';
    }
  });
}
