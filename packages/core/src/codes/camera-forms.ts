import { defineTable, type CodeOf } from './table.js';

/** PTZType of a GB/T 28181 catalogue item: what sort of camera. */
export const cameraForms = defineTable({
  id: 'camera-forms',
  zh: '摄像机结构类型',
  en: 'camera forms',
  norm: 'GB/T 28181, PTZType',
  verified: true,
  complete: true,
  note: 'Read from public code.',
  rows: {
    1: { zh: '球机', en: 'dome' },
    2: { zh: '半球', en: 'half dome' },
    3: { zh: '固定枪机', en: 'fixed bullet' },
    4: { zh: '遥控枪机', en: 'remote-controlled bullet' },
    5: { zh: '遥控半球', en: 'remote-controlled half dome' },
    6: { zh: '全景', en: 'panorama' },
    7: { zh: '分割', en: 'split view' },
  },
});

/** A code of {@link cameraForms}. */
export type CameraForm = CodeOf<typeof cameraForms>;
