import { css } from 'lit';

/** The list and its rows: the graver, the wider the bar. */
export const listStyles = css`
  .side {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    border-inline-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .no-map .side {
    border-inline-start: 0;
    border-block-start: 1px solid var(--_line);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    padding: 6px var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .tools input {
    flex: 1 1 8em;
    min-inline-size: 0;
  }
  .out {
    font-weight: 700;
  }
  .list {
    flex: 1 1 auto;
    min-block-size: 0;
    overflow: hidden auto;
    scroll-padding: 8px;
  }
  .box[data-density='wall'] .list {
    overflow: hidden;
  }
  .list:focus-visible {
    outline-offset: -2px;
    box-shadow: inset 0 0 0 4px var(--_focus-gap);
  }
  .row {
    display: flex;
    flex-wrap: nowrap;
    align-items: flex-start;
    gap: 0.45em;
    min-block-size: var(--_row);
    padding: 6px var(--_pad) 6px 8px;
    border-block-end: 1px solid var(--_line);
    border-inline-start: 4px solid var(--fill, var(--_control));
    box-shadow: inset 1px 0 0 var(--edge, transparent);
    line-height: 1.45;
    cursor: pointer;
  }
  .row .ring {
    margin-block-start: 0.25em;
  }
  /* Red and orange ask for it three times, then stand still. */
  .row.red.waiting .ring,
  .row.orange.waiting .ring {
    animation: ask 1s ease-in-out 3;
  }
  @keyframes ask {
    50% {
      opacity: 0.15;
    }
  }
  .row b {
    font-weight: 700;
  }
  .row .text {
    min-inline-size: 0;
    color: var(--_text-2);
  }
  .row b {
    color: var(--_text);
  }
  .row.red {
    border-inline-start-width: 11px;
    background: var(--_red-tint);
    box-shadow: none;
  }
  .row.red .text {
    color: var(--_text);
  }
  .row.orange {
    border-inline-start-width: 7px;
  }
  .row.ungraded {
    --fill: var(--_control);
    --edge: transparent;
  }
  .row.stale {
    border-inline-start-style: dashed;
  }
  .row.waiting .text {
    color: var(--_text);
  }
  .row.ended {
    border-inline-start: 4px solid transparent;
    background: none;
    box-shadow: none;
  }
  .row.ended b {
    font-weight: 400;
    text-decoration: line-through;
  }
  .row.cut {
    visibility: hidden;
  }
  .over {
    min-inline-size: 1.4em;
    text-align: center;
    color: var(--_text-2);
    font-weight: 700;
  }
  .row[aria-selected='true'] {
    outline: 2px solid var(--_text);
    outline-offset: -3px;
  }
  .list:focus-visible .row[aria-selected='true'] {
    outline: 3px solid var(--_focus);
    outline-offset: -4px;
  }
  .more {
    flex: none;
    margin: 6px var(--_pad);
    font-weight: 700;
  }
`;
