import { css } from 'lit';

/** Colours of the reader’s own, and paper, for the map and its list. Comes last. */
export const mapMediaStyles = css`
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
    .device,
    .hatch,
    .popup.drill {
      forced-color-adjust: none;
    }
    .device:not(.silent, .alarm, .drill) {
      background: CanvasText;
    }
  }

  @media print {
    .map-buttons,
    .tools,
    .more {
      display: none;
    }
    .box .body.with-list {
      display: block;
    }
    .frame {
      block-size: 90mm;
    }
    /* Ink alone: pattern, shape and edge tell the level there, and a dark screen is no black sheet. */
    .map {
      filter: grayscale(1);
    }
    .box[data-theme$='dark'] .map {
      filter: grayscale(1) invert(1);
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
    .popup.drill,
    .hatch,
    .device {
      print-color-adjust: exact;
    }
  }
`;
