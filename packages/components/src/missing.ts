/** Here, not in i18n: who has fetched no element has not fetched its words. */
const SAID = {
  zh: (seconds: number) => `读不到此组件：文件未取到（element-not-loaded）。${seconds} 秒后重试`,
  en: (seconds: number) =>
    `Cannot show this part: its file could not be fetched (element-not-loaded). Retrying in ${seconds} s`,
};

/** Says in every such tag that its element could not be fetched: a place left empty, or still “loading”, would look calm. */
export function sayMissing(within: ParentNode, tag: string, seconds: number): void {
  for (const element of within.querySelectorAll<HTMLElement>(tag)) {
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const line = document.createElement('p');
    line.setAttribute('role', 'alert');
    const lang = /^en\b/i.test(element.closest<HTMLElement>('[lang]')?.lang ?? '') ? 'en' : 'zh';
    line.lang = lang;
    line.textContent = SAID[lang](seconds);
    root.replaceChildren(line);
  }
}

/** Makes room for the element itself. */
export function unsay(within: ParentNode, tag: string): void {
  for (const element of within.querySelectorAll(tag)) element.shadowRoot?.replaceChildren();
}
