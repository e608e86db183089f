import { html, nothing, type TemplateResult } from 'lit';
import type { ReadOnly } from '@yingji/core';
import type { Words } from '../i18n/words.js';
import type { Sources } from './frame.js';

/** Why nobody acts here; `page`: the page itself wants it so. */
export type WhyReadOnly = 'page' | ReadOnly;

/**
 * Undefined where somebody may act. A host that does not say beforehand who acts is believed when it refuses, until it names somebody.
 */
export const whyReadOnly = (
  { actor, readOnly }: Sources,
  { byPage, refused = false }: { readonly byPage: boolean; readonly refused?: boolean | undefined },
): WhyReadOnly | undefined => (byPage ? 'page' : (readOnly ?? (refused && !actor ? 'no-actor' : undefined)));

/** That nothing can be done here, and why; a reason of a newer host that is not known here is left out. */
export const readOnlyTag = (
  words: Pick<Words, 'sayOr'>,
  why: WhyReadOnly | undefined,
): TemplateResult | typeof nothing =>
  why ? html`<span class="read-only">${words.sayOr(`read-only.${why}`, 'read-only')}</span>` : nothing;
