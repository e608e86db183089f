import { css } from 'lit';

/** First line and strips. */
export const headerStyles = css`
  .box {
    min-block-size: 360px;
    overflow: hidden;
  }
  .box:focus-visible {
    outline-offset: -2px;
    box-shadow: none;
  }
  .box[data-density='phone'] {
    min-block-size: 560px;
  }

  /* First line: what it is, how bad, how many unanswered, how old. */
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px calc(var(--_gap) * 2);
    padding: var(--_gap) var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  /* Also where it is a tag, which is laid out below. */
  .printed,
  .tag.printed {
    display: none;
  }
  .title {
    font-size: var(--_title);
    font-weight: 700;
    line-height: 1.3;
  }
  .facts {
    display: flex;
    flex: 1 1 60%;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 1.2em;
  }
  .box[data-density='phone'] .facts {
    flex-basis: 100%;
    order: 1;
  }
  .counts {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 1em;
  }
  .scale {
    display: inline-flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.7em;
  }
  .scale-name {
    color: var(--_text-2);
  }
  .count {
    display: inline-flex;
    align-items: center;
    gap: 0.25em;
    font-weight: 700;
    white-space: nowrap;
  }
  .ring {
    flex: none;
    inline-size: 1.05em;
    block-size: 1.05em;
    fill: none;
    stroke: var(--_text);
    vertical-align: -0.15em;
  }
  .fresh {
    display: inline-flex;
    flex-wrap: wrap;
    gap: 4px 0.6em;
    font-size: var(--_meta);
  }
  .tag {
    display: inline-flex;
    align-items: center;
    gap: 0.35em;
    padding: 0 0.4em;
    white-space: nowrap;
    color: var(--_text-2);
  }
  .tag .dot {
    inline-size: 0.6em;
    block-size: 0.6em;
    border-radius: 50%;
    border: 1.5px solid currentColor;
  }
  .tag.live .dot {
    background: currentColor;
  }
  .tag.stopped,
  .tag.unheard {
    border: 1.8px dashed var(--_unknown);
    border-radius: 2px;
    color: var(--_text);
  }
  .read-only {
    color: var(--_text-3);
    font-size: var(--_meta);
  }
  .actions {
    display: inline-flex;
    flex-wrap: wrap;
    gap: var(--_space);
    margin-inline-start: auto;
  }

  /* Strips above the content. */
  .strip {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 1em;
    padding: 4px var(--_pad);
    border-block-end: 1px solid var(--_line);
  }
  .strip.stale {
    border: 1.8px dashed var(--_unknown);
    border-inline: 0;
    font-weight: 700;
  }
  .strip.failed,
  .notice.failed {
    color: var(--_error);
    border-inline-start: 4px solid var(--_error);
  }
  .strip.drill,
  .popup.drill {
    --stripe: repeating-linear-gradient(135deg, var(--_text) 0 6px, var(--_surface) 6px 12px);
  }
  .strip.drill {
    padding-block-start: 12px;
    background: var(--stripe) 0 0 / 100% 7px no-repeat;
  }
  .strip.flood {
    flex-wrap: nowrap;
    background: var(--_canvas);
  }
`;
