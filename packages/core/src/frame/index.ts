export {
  defineLayout,
  type Bcd,
  type ByteOrder,
  type Bytes,
  type Checksum,
  type Choice,
  type Digits,
  type Field,
  type FieldValue,
  type Fields,
  type Flags,
  type Float,
  type FrameValue,
  type Integer,
  type Layout,
  type List,
  type Mark,
  type Size,
  type Text,
  type Title,
} from './layout.js';
export { checksum } from './checksum.js';
export { framesByLayout, framesByLine, type Framed, type Framing } from './framing.js';
export { readFrame, toHex, type Reading } from './read.js';
export { describeLayout, explainFrame, type Explained } from './explain.js';
