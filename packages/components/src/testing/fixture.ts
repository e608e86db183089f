import 'axe-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { AssertionError, expect } from 'chai';
import type { LitElement } from 'lit';

const added: HTMLElement[] = [];

/** Puts an element on the page, set up before it is connected; taken away by {@link cleanUp}. */
export async function fixture<E extends LitElement>(
  tag: string,
  setUp: (element: E) => void,
  parent: Element = document.body,
): Promise<E> {
  const element = document.createElement(tag) as E;
  setUp(element);
  parent.append(element);
  added.push(element);
  await element.updateComplete;
  return element;
}

export function cleanUp(): void {
  for (const element of added.splice(0)) element.remove();
}

/**
 * Waits until something holds; the message is what failed to happen. What is asked may also expect: what was found in its place is
 * then told. How long is patience and nothing that is measured.
 */
export async function until(holds: () => unknown, message: string, ms = 15_000): Promise<void> {
  let found = '';
  for (const end = performance.now() + ms; performance.now() < end;) {
    try {
      if (holds()) return;
      found = '';
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      found = `, found: ${error.message}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`waited ${ms} ms in vain: ${message} (${String(holds).replace(/\s+/g, ' ').slice(0, 160)})${found}`);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A finger or a mouse comes down on something; what is given lifts it again, wherever that has got to. */
export function pressOn(target: HTMLElement): () => void {
  const of = (name: string): PointerEvent =>
    new PointerEvent(name, { bubbles: true, composed: true, cancelable: true, detail: name === 'click' ? 1 : 0 });
  target.dispatchEvent(of('pointerdown'));
  return () => {
    target.dispatchEvent(of('pointerup'));
    target.dispatchEvent(of('click'));
  };
}

/** No violation that axe can find, shadow trees included. */
export async function accessible(element: Element): Promise<void> {
  const { axe } = globalThis as unknown as { axe: { run(context: Element, options: RunOptions): Promise<AxeResults> } };
  const { violations } = await axe.run(element, { resultTypes: ['violations'] });
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`,
  );
  expect(told).to.deep.equal([]);
}

/** The text a person reads, without the white space of the template. */
export const textOf = (node: Element | null | undefined): string =>
  (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
