import { css } from 'lit';

/** What banner and card share. After the sheets of the map, whose heights are not theirs. */
export const warningStyles = css`
  .box,
  .box[data-density='phone'] {
    min-block-size: 0;
    block-size: auto;
  }
  .warning {
    border-inline-start: 4px solid var(--_unknown);
    padding: var(--_gap) var(--_pad);
  }
  .warning.red {
    border-inline-start: 11px solid var(--_red-edge);
    background-color: var(--_red-tint);
  }
  .warning.orange {
    border-inline-start: 7px solid var(--_orange-edge);
    background-color: var(--_orange-tint);
  }
  .warning.yellow {
    border-inline-start-color: var(--_yellow-edge);
    background-color: var(--_yellow-tint);
  }
  .warning.blue {
    border-inline-start-color: var(--_blue-edge);
    background-color: var(--_blue-tint);
  }
  .warning.stale {
    border-inline-start-style: dashed;
    background-color: var(--_surface);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--_gap);
  }
  .name {
    flex: 1 1 12em;
    min-inline-size: 0;
  }
  .name h2,
  .name h3 {
    display: inline;
    margin-inline-end: 0.6em;
    font-size: var(--_title);
    font-weight: 700;
    line-height: 1.3;
  }
  .meta {
    color: var(--_text-2);
    font-size: var(--_meta);
  }
  /* A degree is one word, wherever the line ends. */
  .name .meta {
    display: inline-block;
    word-break: keep-all;
    overflow-wrap: anywhere;
  }
  .line > .do,
  .line > .meta {
    flex: 1 1 100%;
    order: 1;
  }
  /* What to do stands before what can be pressed, which a thumb reaches below. */
  .box[data-density='phone'] .line .acts {
    order: 2;
  }
  .clock b {
    font-size: var(--_title);
  }
  .clock .meta {
    white-space: nowrap;
  }
  .chip.over {
    border: 1.5px solid var(--_text-2);
    background: var(--_surface);
    color: var(--_text);
  }
  .do {
    font-weight: 700;
    white-space: pre-line;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_gap);
  }
  .box[data-density='phone'] .acts,
  .box[data-density='phone'] .acts .primary {
    flex: 1 1 100%;
  }
  .box[data-density='phone'] .acts button {
    flex: 1;
  }
  dl div {
    display: grid;
    grid-template-columns: 5.8em 1fr;
    gap: var(--_gap);
  }
  dt {
    color: var(--_text-2);
    font-size: var(--_meta);
    line-height: 1.7;
  }
  dd {
    white-space: pre-line;
  }
  .history h3 {
    font-weight: 700;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ol li[aria-current] {
    font-weight: 700;
  }
  .responses {
    display: flex;
    flex-wrap: wrap;
    gap: 4px calc(var(--_gap) * 2);
    padding: var(--_gap) var(--_pad);
  }
  .responses li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 0.5em;
  }
  .drill {
    padding-block-start: 14px;
    background-image: repeating-linear-gradient(135deg, var(--_text) 0 6px, var(--_surface) 6px 12px);
    background-repeat: no-repeat;
    background-size: 100% 7px;
  }
  .notice,
  .empty {
    margin: 0;
    padding: var(--_gap) var(--_pad);
  }
  .doubt {
    border: 1.8px dashed var(--_unknown);
    padding: var(--_gap) var(--_pad);
    font-weight: 700;
  }
  @media (forced-colors: active) {
    .warning {
      border-inline-start-color: CanvasText;
    }
    .drill {
      forced-color-adjust: none;
    }
  }
  @media print {
    .box .acts {
      display: none;
    }
    .printed {
      padding: 4px var(--_pad);
    }
    .box .warning {
      background-color: #fff;
      border-inline-start-color: #000;
      break-inside: avoid;
    }
    .box .drill {
      print-color-adjust: exact;
    }
  }
`;
