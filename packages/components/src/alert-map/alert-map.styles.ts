import type { CSSResult } from 'lit';
import { chipStyles } from '../marks/chip.styles.js';
import { baseStyles } from '../theme/base.styles.js';
import { headerStyles } from '../frame/header.styles.js';
import { mediaStyles } from '../frame/media.styles.js';
import { noticeStyles } from '../frame/notice.styles.js';
import { frameStyles } from './frame.styles.js';
import { listStyles } from './list.styles.js';
import { mapMediaStyles } from './media.styles.js';
import { popupStyles } from './popup.styles.js';

/** In this order: later sheets speak about the parts of earlier ones. */
export const alertMapStyles: CSSResult[] = [
  baseStyles,
  chipStyles,
  headerStyles,
  noticeStyles,
  frameStyles,
  listStyles,
  popupStyles,
  mediaStyles,
  mapMediaStyles,
];
