import type { Kind, LifeCycle } from './kind.js';
export type { Incident } from './incident.schema.js';

export const incident: Kind = {
  name: 'incident',
  law: 'register',
  owner: 'city',
  coalesce: false,
  sensitive: [],
  refs: ['place'],
};

export const incidentLife: LifeCycle = {
  states: {
    open: ['confirmed', 'false-alarm', 'handed-over', 'closed'],
    confirmed: ['first-handling', 'responding', 'controlled', 'false-alarm', 'handed-over', 'closed'],
    'first-handling': ['responding', 'controlled', 'false-alarm', 'handed-over', 'closed'],
    responding: ['controlled', 'false-alarm', 'handed-over', 'closed'],
    controlled: ['responding', 'closed', 'reopened'],
    closed: ['reviewed', 'reopened'],
    reviewed: ['reopened'],
    reopened: ['responding', 'controlled', 'closed'],
    'false-alarm': ['reopened'],
    'handed-over': ['reopened', 'closed'],
  },
};
