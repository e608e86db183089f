import type { CSSResult } from 'lit';
import { chipStyles } from '../marks/chip.styles.js';
import { baseStyles } from '../theme/base.styles.js';
import { frameStyles } from '../frame/frame.styles.js';
import { headerStyles } from '../frame/header.styles.js';
import { legendStyles } from './legend.styles.js';
import { listStyles } from './list.styles.js';
import { mediaStyles } from './media.styles.js';
import { popupStyles } from './popup.styles.js';

/** In this order: later sheets speak about the parts of earlier ones. */
export const alertMapStyles: CSSResult[] = [
  baseStyles,
  chipStyles,
  headerStyles,
  frameStyles,
  listStyles,
  popupStyles,
  legendStyles,
  mediaStyles,
];
