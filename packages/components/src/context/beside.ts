import type { LitElement } from 'lit';

/** The elements that show one picture, and what is said of them while one of them shows the past. */
export interface Beside {
  readonly elements: Set<LitElement>;
  /** Those of them that show the past. */
  past?: Set<LitElement>;
  /** There while any does; called whenever an element has been drawn. */
  note?: ((element: LitElement) => void) | undefined;
}
