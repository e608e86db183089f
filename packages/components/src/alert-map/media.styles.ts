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
    /* Black on white, whatever the screen looks like; shapes, words and edges tell levels, fills do not. */
    section.box[data-theme] {
      --_canvas: #fff;
      --_surface: #fff;
      --_sunken: #fff;
      --_line: #000;
      --_control: #000;
      --_text: #000;
      --_text-2: #000;
      --_text-3: #000;
      --_unknown: #000;
      --_error: #000;
      color-scheme: light;
    }
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
