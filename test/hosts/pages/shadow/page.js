/** A part of the portal's own, closed to its styles as ours are. */
class PortalShell extends HTMLElement {
  connectedCallback() {
    const root = this.attachShadow({ mode: 'open' });
    const styles = new CSSStyleSheet();
    styles.replaceSync('h2 { color: navy } yj-alert-map { height: 560px }');
    root.adoptedStyleSheets = [styles];
    const [title, button, place, chosen] = ['h2', 'button', 'div', 'output'].map((tag) => document.createElement(tag));
    title.textContent = '值班';
    button.textContent = '收起';
    root.append(title, button, place, chosen);
    const show = () => {
      const provider = document.createElement('yj-provider');
      provider.setAttribute('gateway', '/city');
      provider.getToken = async () => (await fetch('/token', { method: 'POST' })).text();
      provider.append(document.createElement('yj-warning-banner'), document.createElement('yj-alert-map'));
      place.append(provider);
    };
    show();
    button.addEventListener('click', () => {
      const open = place.firstChild !== null;
      if (open) place.replaceChildren();
      else show();
      button.textContent = open ? '展开' : '收起';
    });
    root.addEventListener('yj-item-selected', ({ id }) => (chosen.textContent = id ?? ''));
  }
}
customElements.define('portal-shell', PortalShell);
