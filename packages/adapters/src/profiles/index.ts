import type { DeviceProfile } from '@yingji/core';
import { ebikeCharger, gasDetector, heatDetector, smokeDetector } from './fire.js';
import { doorSensor, manholeCover, pump, tiltSensor } from './structure.js';
import { flowMeter, pipePressureGauge, pondingGauge, rainGauge, waterLevelGauge } from './water.js';

export { ebikeCharger, gasDetector, heatDetector, smokeDetector } from './fire.js';
export { doorSensor, manholeCover, pump, tiltSensor } from './structure.js';
export { flowMeter, pipePressureGauge, pondingGauge, rainGauge, waterLevelGauge } from './water.js';
export { tellingAlarmsOnce } from './alarms.js';
export { byMembers, type MeasuredMember, type Members, type WordsMember } from './generic-json.js';

/** Every profile that ships, by the name that a configuration uses. */
export const deviceProfiles: ReadonlyMap<string, DeviceProfile> = new Map(
  [
    ...[smokeDetector, heatDetector, gasDetector, ebikeCharger],
    ...[pondingGauge, waterLevelGauge, rainGauge, pipePressureGauge, flowMeter],
    ...[manholeCover, tiltSensor, doorSensor, pump],
  ].map((profile) => [profile.id, profile]),
);
