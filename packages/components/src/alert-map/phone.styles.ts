import { css } from 'lit';

/** The map on a phone, three fifths of the frame: what is told takes few lines, what is pressed lies low. Fetched on one. */
export const phoneStyles = css`
  .box[data-density='phone'] .body.with-list {
    grid-template-rows: minmax(0, 9fr) minmax(80px, 2fr);
  }
  .box[data-density='phone'] .body.searching {
    grid-template-rows: minmax(0, 1fr) minmax(0, 1fr);
  }
  .box[data-density='phone'] .frame {
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    gap: 8px;
    padding: 8px;
  }
  .box[data-density='phone'] .map-buttons {
    position: relative;
    align-self: flex-end;
    inset: auto;
    gap: 8px;
  }
  .box[data-density='phone'] .actions {
    position: relative;
    margin: 0 auto 0 0;
  }
  .box[data-density='phone'] .head {
    padding-block: 4px;
    gap: 0 12px;
    line-height: 1.4;
  }
  .box[data-density='phone'] :is(.head, .strip) {
    padding-inline: 8px;
  }
  .box[data-density='phone'] .strip {
    padding-block: 2px;
  }
  .box[data-density='phone'] .strip.drill {
    padding-block-start: 9px;
  }
  .box[data-density='phone'] .facts {
    display: contents;
  }
  .box[data-density='phone'] :is(.counts, .read-only) {
    order: 1;
  }
  .box[data-density='phone'] :is(.counts, .scale, .strip) {
    font-size: var(--_meta);
    line-height: 1.4;
    gap: 0 0.5em;
  }
  .box[data-density='phone'] .strip .counts {
    display: contents;
  }
  /* The sheet is too low for a list that scrolls within it. */
  .box[data-density='phone'] .side {
    border-inline-start: 0;
    border-block-start: 1px solid var(--_line);
    overflow: hidden auto;
  }
  .box[data-density='phone'] .side > * {
    flex: none;
    max-block-size: none;
  }
  /* What opened it stays to be seen: it closes it too. */
  .box[data-density='phone'] .menu {
    inset-inline: 8px;
    max-block-size: calc(100% - var(--_target) - 24px);
  }
`;
