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
export { framesByLayout, framesByLine, type Framed, type Framing } from './framing.js';
export { readFrame, toHex, type Reading } from './read.js';
export { describeLayout, explainFrame, type Explained } from './explain.js';
