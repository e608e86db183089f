// One entry, tables apart: a bundler that honours "sideEffects" takes only those that are named.
export {
  defineTable,
  isCode,
  isVerified,
  nameOf,
  type CodeOf,
  type CodeRow,
  type CodeTable,
  type Language,
} from './table.js';
export { cameraForms, type CameraForm } from './camera-forms.js';
export { eventTypePath, eventTypes, type EventType } from './event-types.js';
export { fireAnalogTypes, type FireAnalogType } from './fire-analog-types.js';
export { fireComponentTypes, type FireComponentType } from './fire-component-types.js';
export { fireSystemTypes, type FireSystemType } from './fire-system-types.js';
export { acceptClassification, type Classification } from './classification.js';
export { incidentLevels, type IncidentLevel } from './incident-levels.js';
export { nanningDistricts, type NanningDistrict } from './nanning-districts.js';
export { checkObservation, type ObservationContext } from './check-observation.js';
export { quantities, type QuantityName } from './quantities.js';
export type { Quantity } from './quantity.js';
export { briefingRules, type BriefingRule } from './briefing-rules.js';
export { supplyClasses, type SupplyClass } from './supply-classes.js';
export { videoDeviceTypes, type VideoDeviceType } from './video-device-types.js';
export { videoIndustries, type VideoIndustry } from './video-industries.js';
export { videoNetworks, type VideoNetwork } from './video-networks.js';
export { warningGrades, type WarningGrade } from './warning-grades.js';
export { warningSchemes, type WarningScheme } from './warning-schemes.js';
export { warningSignals, type WarningSignal, type WarningSignalName } from './warning-signals.js';
export { overrideThresholds } from './override-thresholds.js';
export {
  nationalThresholds,
  type Colour,
  type Criterion,
  type Threshold,
  type Thresholds,
} from './warning-thresholds.js';
