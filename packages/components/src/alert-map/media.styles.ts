import { css } from 'lit';

/** Colours of the reader’s own, and paper. Comes last. */
export const mediaStyles = css`
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
    .device:not(.silent),
    .hatch,
    .strip.drill,
    .popup.drill {
      forced-color-adjust: none;
    }
    .tag.live .dot,
    .device:not(.silent) {
      background: CanvasText;
    }
  }

  @media print {
    .actions,
    .map-buttons,
    .tools,
    .acts,
    .more {
      display: none;
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
  }
`;
