import { css } from 'lit';

/** The bar of the replay, and the frame that says this is not now; comes with it. */
export const replayStyles = css`
  .strip.replay .span {
    flex: 1 1 100%;
    min-inline-size: 0;
  }
  .density {
    padding-inline: 0.5em;
  }
  .density .meta {
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .density > svg {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }
  .strip.replay input {
    display: block;
    inline-size: 100%;
    padding: 0;
    background: var(--_surface);
    accent-color: var(--_accent);
  }
  .box[data-density='phone'] .strip.replay > :is(.when, button) {
    order: -1;
  }
  .box[data-density='phone'] .strip.replay > button {
    margin-inline-start: auto;
  }
  .strip.replay.then {
    background: var(--_canvas);
  }
  .strip.replay.then .when {
    padding: 0 0.5em;
    background: var(--_text);
    color: var(--_surface);
    border: 2px solid var(--_text);
  }
  .box[data-replay] .body {
    outline: 4px dashed var(--_text);
    outline-offset: -4px;
  }
  .box[data-replay] .frame,
  .box[data-replay] .side {
    margin: 4px;
  }
  .tag.then {
    border: 2px dashed var(--_text);
    border-radius: 2px;
    color: var(--_text);
  }
  .frame > .tag.then {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 8px;
    padding: 2px 8px;
    background: var(--_surface);
    font-size: var(--_title);
  }
  @media (forced-colors: active) {
    .strip.replay.then .when {
      background: Canvas;
      border-color: CanvasText;
      color: CanvasText;
    }
  }
`;
