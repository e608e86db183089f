import { css } from 'lit';
import { paperStyles } from '../frame/paper.styles.js';

/** Colours of the reader’s own, and paper. Comes last. */
export const mediaStyles = css`
  ${paperStyles}
  @media (forced-colors: active) {
    .row.red,
    .row.orange,
    .row.yellow,
    .row.blue {
      border-inline-start-color: CanvasText;
    }
    .row[aria-selected='true'] {
      outline-color: Highlight;
    }
    .tag.live .dot,
    .device,
    .hatch,
    .strip.drill,
    .popup.drill {
      forced-color-adjust: none;
    }
    .tag.live .dot,
    .device:not(.silent, .alarm, .drill) {
      background: CanvasText;
    }
  }

  @media print {
    .actions,
    .map-buttons,
    .tools,
    .acts,
    .strip button,
    .more {
      display: none;
    }
    .printed {
      display: block;
      flex: 1 1 60%;
    }
    .box {
      block-size: auto;
      overflow: visible;
      font-size: 10.5pt;
    }
    .box .body.with-list {
      display: block;
    }
    .frame {
      block-size: 90mm;
    }
    .list {
      overflow: visible;
    }
    .row {
      break-inside: avoid;
    }
    .row.red,
    .row.orange,
    .row.yellow,
    .row.blue {
      border-inline-start-color: #000;
      background: none;
      box-shadow: none;
    }
    .box .chip {
      background: none;
      border-color: #000;
      color: #000;
    }
    .strip.drill,
    .popup.drill,
    .hatch,
    .device {
      print-color-adjust: exact;
    }
    .box .mark .shape {
      fill: none;
      stroke: #000;
    }
    .box .mark .sign {
      fill: #000;
    }
  }
`;
