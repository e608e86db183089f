import { css } from 'lit';

/** What stays where a page has taken all else away: where the focus is, and what is there for readers of the screen alone. */
export const keptStyles = css`
  :host {
    display: block;
    contain: layout style;
  }
  :host([hidden]) {
    display: none;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px var(--_focus-gap);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/**
 * What every element shares. The inner box takes back what a page lets leak in; lengths are px times the scale, because
 * admin templates set odd root sizes.
 */
export const baseStyles = css`
  ${keptStyles}
  .box {
    all: initial;
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    position: relative;
    inline-size: 100%;
    block-size: 100%;
    direction: ltr;
    unicode-bidi: isolate;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    font-family: var(--_font);
    font-size: calc(var(--_body) * var(--_scale));
    font-weight: 400;
    line-height: 1.5;
    font-variant-numeric: tabular-nums;
    line-break: strict;
    overflow-wrap: anywhere;
    text-align: start;
    --_body: 14px;
    --_meta: calc(13px * var(--_scale));
    --_title: calc(16px * var(--_scale));
    --_row: calc(36px * var(--_scale));
    --_target: calc(28px * var(--_scale));
    --_pad: calc(var(--_space) * 3);
    --_gap: calc(var(--_space) * 2);
  }
  .box[data-theme$='dark'] {
    color-scheme: dark;
  }
  .box[data-theme$='light'] {
    color-scheme: light;
  }
  .box[data-density='phone'] {
    --_body: 16px;
    --_meta: calc(14px * var(--_scale));
    --_title: calc(18px * var(--_scale));
    --_row: calc(56px * var(--_scale));
    --_target: calc(48px * var(--_scale));
    --_pad: calc(var(--_space) * 4);
    --_gap: calc(var(--_space) * 3);
  }
  .box[data-density='phone'][data-large] {
    --_body: 18px;
    --_meta: calc(16px * var(--_scale));
    --_title: calc(22px * var(--_scale));
  }
  .box[data-density='wall'] {
    --_body: 32px;
    --_meta: calc(24px * var(--_scale));
    --_title: calc(48px * var(--_scale));
    --_row: calc(72px * var(--_scale));
    --_pad: calc(var(--_space) * 8);
    --_gap: calc(var(--_space) * 6);
    line-height: 1.4;
  }
  /* Text from outside that turns round turns nothing but itself. */
  .box * {
    unicode-bidi: isolate;
  }
  .box *,
  .box *::before,
  .box *::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    font: inherit;
  }
  ul {
    list-style: none;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
    min-block-size: var(--_target);
    margin: 0;
  }
  /* What is filled in lies lower than what is pressed. */
  input,
  select,
  textarea {
    padding: 0 8px;
    background: var(--_sunken);
  }
  input::placeholder {
    color: var(--_text-3);
    opacity: 1;
  }
  button {
    padding: 0 calc(var(--_space) * 2);
    min-inline-size: var(--_target);
    cursor: pointer;
    white-space: nowrap;
  }
  button.primary {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
    font-weight: 700;
  }
  button[aria-pressed='true'],
  button[aria-expanded='true'] {
    background: var(--_accent);
    border-color: var(--_accent);
    color: var(--_on-accent);
  }
  button[aria-disabled='true'] {
    background: var(--_surface);
    color: var(--_text-2);
    border: 1px dashed var(--_control);
    cursor: default;
  }
  @media (forced-colors: active) {
    button.primary,
    button[aria-pressed='true'],
    button[aria-expanded='true'] {
      forced-color-adjust: none;
      background: Highlight;
      border-color: Highlight;
      color: HighlightText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .box *,
    .box *::before,
    .box *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
