import { defineTable, type CodeOf } from './table.js';

/** 类型编码, digits 11–13 of a GB/T 28181 id. */
export const videoDeviceTypes = defineTable({
  id: 'video-device-types',
  zh: '视频设备类型',
  en: 'video device types',
  norm: 'GB/T 28181, 类型编码',
  verified: true,
  complete: false,
  note: 'Read from public code. 500–505 are external platforms; 140 stands there beside 135 with the same words.',
  rows: {
    111: { zh: 'DVR', en: 'digital video recorder' },
    112: { zh: '视频服务器', en: 'video server' },
    113: { zh: '编码器', en: 'encoder' },
    117: { zh: '报警控制器', en: 'alarm controller' },
    118: { zh: 'NVR', en: 'network video recorder' },
    121: { zh: '视频卡口', en: 'video checkpoint' },
    130: { zh: 'HVR', en: 'hybrid video recorder' },
    131: { zh: '摄像机', en: 'camera' },
    132: { zh: '网络摄像机(IPC)', en: 'network camera (IPC)' },
    133: { zh: '显示器', en: 'display' },
    134: { zh: '报警输入', en: 'alarm input' },
    135: { zh: '报警输出', en: 'alarm output' },
    136: { zh: '语音输入', en: 'audio input' },
    137: { zh: '语音输出', en: 'audio output' },
    138: { zh: '移动传输', en: 'mobile transmission' },
    139: { zh: '其他外围', en: 'other peripheral' },
    140: { zh: '报警输出', en: 'alarm output' },
    200: { zh: '中心信令控制服务器', en: 'central signalling control server' },
    201: { zh: 'Web', en: 'web server' },
    203: { zh: '代理', en: 'proxy server' },
    204: { zh: '安全', en: 'security server' },
    205: { zh: '报警', en: 'alarm server' },
    206: { zh: '数据库', en: 'database server' },
    207: { zh: 'GIS', en: 'GIS server' },
    208: { zh: '管理', en: 'management server' },
    209: { zh: '接入网关', en: 'access gateway' },
    210: { zh: '媒体存储', en: 'media storage server' },
    211: { zh: '信令安全路由网关', en: 'secure signalling router' },
    215: { zh: '业务分组', en: 'business group' },
    216: { zh: '虚拟组织', en: 'virtual organization' },
    300: { zh: '中心用户', en: 'user of the centre' },
    400: { zh: '终端用户', en: 'terminal user' },
  },
});

/** A code of {@link videoDeviceTypes}. */
export type VideoDeviceType = CodeOf<typeof videoDeviceTypes>;
