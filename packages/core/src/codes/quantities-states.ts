import { states } from './quantity.js';

const PART = ['normal', 'test', 'fire', 'fault', 'shielded', 'supervisory', 'started', 'feedback', 'delayed'] as const;
const POWER = ['mains-fault', 'battery-fault'] as const;
const OPERATION = ['reset', 'muted', 'manual-alarm', 'alarm-cleared', 'self-test'] as const;

/** Words that a device states: the bits of GB/T 26875.3 and SL 651 by name, and the two or three positions of pumps and doors. */
export const STATES = {
  'system-state': states(
    '消防系统状态',
    'fire protection system state',
    ...[...PART, ...POWER, 'bus-fault', 'manual-mode', 'configuration-changed', 'reset'],
  ),
  'component-state': states('部件运行状态', 'component state', ...PART, 'power-fault'),
  'transmitter-state': states(
    '用户信息传输装置状态',
    'transmitter state',
    ...['normal', 'test', 'fire', 'fault', ...POWER, 'centre-channel-fault', 'line-fault'],
  ),
  'system-operation': states('消防设施操作', 'system operation', ...OPERATION, 'confirmed', 'test'),
  'transmitter-operation': states(
    '用户信息传输装置操作',
    'transmitter operation',
    ...[...OPERATION, 'post-answered', 'test'],
  ),
  'station-state': states(
    '遥测站状态',
    'telemetry station state',
    ...['normal', 'mains-fault', 'battery-low', 'water-level-exceeded', 'flow-exceeded', 'water-quality-exceeded'],
    ...['flow-meter-fault', 'level-gauge-fault', 'cabinet-open', 'memory-fault', 'ic-card-on', 'pump-stopped'],
    'water-quota-exceeded',
  ),
  'gas-state': states(
    '可燃气体探测器状态',
    'combustible gas detector state',
    'normal',
    'alarm',
    'fault',
    'shielded',
    'test',
  ),
  'pump-state': states('水泵状态', 'pump state', 'running', 'stopped', 'fault'),
  'door-state': states('门状态', 'door state', 'open', 'closed'),
  'manhole-state': states('井盖状态', 'manhole cover state', 'closed', 'open', 'tilted', 'flooded'),
};
