// What a page of others looks like from inside, so that before and after can be compared.
import type { Page } from 'playwright-core';

/** Names that stand in the page for everybody, and how the page's own elements look, each property as computed. */
export interface Looks {
  readonly names: string[];
  readonly styles: { readonly [element: string]: { readonly [property: string]: string } };
}

/** Sizes follow from what stands inside an element. */
const OF_CONTENT = /^(?:(?:block|inline)-size|height|width|perspective-origin|transform-origin|inset.*|top|bottom)$/;

export async function looksOf(page: Page): Promise<Looks> {
  // Neither pointed at nor in focus, and at rest.
  await page.mouse.move(0, 0);
  return page.evaluate(async (ofContent) => {
    (document.activeElement as HTMLElement | null)?.blur();
    const still = document.getAnimations().map(({ finished }) => finished.catch(() => undefined));
    await Promise.all(still);
    const places: [string, object][] = [
      ['window', window],
      ['document', document],
      ['Node', Node.prototype],
      ['Element', Element.prototype],
      ['HTMLElement', HTMLElement.prototype],
      ['Array', Array.prototype],
      ['Object', Object.prototype],
      ['storage', localStorage],
    ];
    const names = places.flatMap(([place, object]) =>
      Reflect.ownKeys(object)
        .map(String)
        // A frame in the page is a number in its window.
        .filter((name) => !/^\d+$/.test(name))
        .map((name) => `${place}.${name}`),
    );
    for (const each of [...document.styleSheets, ...document.adoptedStyleSheets])
      names.push(`sheet ${each.href ?? each.cssRules.length}`);
    const styles: Record<string, Record<string, string>> = {};
    const deep = (node: ParentNode): Element[] =>
      [...node.querySelectorAll('*')].flatMap((each) => [
        each,
        ...(isOurs(each) ? [] : deep(each.shadowRoot ?? new DocumentFragment())),
      ]);
    const isOurs = (each: Element): boolean => /^(yj|next)-/.test(each.localName);
    let count = 0;
    for (const element of deep(document)) {
      if (element.closest('yj-provider, head, iframe')) continue;
      const computed = getComputedStyle(element);
      const name = `${element.localName} ${(count += 1)}`;
      const skip = new RegExp(ofContent);
      styles[name] = Object.fromEntries(
        [...computed].filter((property) => !skip.test(property)).map((p) => [p, computed.getPropertyValue(p)]),
      );
    }
    return { names: names.sort(), styles };
  }, OF_CONTENT.source);
}

/** What differs, one line each. */
export function differences(before: Looks, after: Looks): string[] {
  const lines = after.names.filter((name) => !before.names.includes(name)).map((name) => `+ ${name}`);
  for (const [element, properties] of Object.entries(before.styles))
    for (const [property, value] of Object.entries(properties)) {
      const now = after.styles[element]?.[property];
      if (now !== value) lines.push(`${element} { ${property}: ${value} → ${now} }`);
    }
  return lines;
}
