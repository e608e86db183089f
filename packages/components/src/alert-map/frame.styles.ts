import { css } from 'lit';

/** Map, its buttons and menus. */
export const frameStyles = css`
  .body {
    display: grid;
    flex: 1 1 auto;
    min-block-size: 0;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  .box:not([data-density='phone']) .body.with-list {
    grid-template-columns: minmax(0, 1fr) minmax(240px, 34%);
  }
  .box[data-band='1280'] .body.with-list {
    grid-template-columns: minmax(0, 1fr) 400px;
  }
  .box:not([data-density='phone'])[data-band='0'] .body.with-list,
  .box:not([data-density='phone'])[data-band='480'] .body.with-list,
  .box[data-density='phone'] .body.with-list {
    grid-template: minmax(0, 6fr) minmax(0, 4fr) / minmax(0, 1fr);
  }
  .box[data-density='wall'] .body.with-list {
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 36%);
  }
  .box[data-density][data-band] .body.no-map.with-list {
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
  }
  .frame {
    position: relative;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--_sunken);
  }
  .no-map .frame {
    background: var(--_surface);
  }
  /* A layer of its own, of one colour: what lies below a canvas is drawn for each of its frames, for it might shine through. */
  .map {
    position: absolute;
    inset: 0;
    overflow: hidden;
    background: var(--_sunken);
    will-change: transform;
  }
  .map[hidden] {
    display: none;
  }
  .map canvas {
    position: absolute;
    inset-block-start: 0;
    inset-inline-start: 0;
    touch-action: none;
    cursor: grab;
  }
  .map canvas:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: -4px;
    box-shadow: inset 0 0 0 6px var(--_focus-gap);
  }
  .map-buttons {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    display: grid;
    gap: 4px;
  }
  .map-buttons button {
    display: grid;
    place-items: center;
    padding: 0;
    inline-size: var(--_target);
    block-size: var(--_target);
  }
  .map-buttons svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }

  .no-map .notice {
    font-weight: 700;
    border-block-end: 1px solid var(--_line);
  }
  .frame .empty {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    max-inline-size: calc(100% - 64px);
    background: var(--_surface);
    border: 1px solid var(--_control);
    border-radius: var(--_radius);
  }
  .no-map .frame .empty {
    position: static;
    margin: var(--_pad);
  }
`;
