export {
  defineLayout,
  type ByteOrder,
  type Field,
  type Fields,
  type FrameValue,
  type Layout,
  type Size,
  type Title,
} from './layout.js';
export { readFrame, type Reading } from './read.js';
export { describeLayout, explainFrame, type Explained } from './explain.js';
