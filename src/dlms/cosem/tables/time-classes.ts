import {
  changing,
  DATE_TIME,
  fixed,
  type InterfaceClass,
  LOGICAL_NAME,
  method,
  NO_PARAMETER,
} from '../class-definition';

const CLOCK_BASES =
  'enum{0:not defined,1:internal crystal,2:mains frequency 50 Hz,3:mains frequency 60 Hz,4:GPS,5:radio controlled}';
const PRESET = `structure{preset_time:${DATE_TIME},validity_interval_start:${DATE_TIME},validity_interval_end:${DATE_TIME}}`;
const SCRIPT_ACTION =
  'structure{service_id:enum{1:write attribute,2:execute method},class_id:long-unsigned,logical_name:octet-string(6),index:integer,parameter:choice}';

/** Classes driven by time and events (BB 4.5). */
export const TIME_CLASSES: readonly InterfaceClass[] = [
  {
    classId: 8,
    version: 0,
    name: 'Clock',
    attributes: [
      LOGICAL_NAME,
      changing(2, 'time', DATE_TIME),
      fixed(3, 'time_zone', 'long[-840..840]'),
      changing(4, 'status', 'unsigned'),
      fixed(5, 'daylight_savings_begin', DATE_TIME),
      fixed(6, 'daylight_savings_end', DATE_TIME),
      fixed(7, 'daylight_savings_deviation', 'integer[-120..120]'),
      fixed(8, 'daylight_savings_enabled', 'boolean'),
      fixed(9, 'clock_base', CLOCK_BASES),
    ],
    methods: [
      method(1, 'adjust_to_quarter', NO_PARAMETER),
      method(2, 'adjust_to_measuring_period', NO_PARAMETER),
      method(3, 'adjust_to_minute', NO_PARAMETER),
      method(4, 'adjust_to_preset_time', NO_PARAMETER),
      method(5, 'preset_adjusting_time', PRESET),
      method(6, 'shift_time', 'long[-900..900]'),
    ],
  },
  {
    classId: 9,
    version: 0,
    name: 'Script table',
    attributes: [
      LOGICAL_NAME,
      fixed(2, 'scripts', `array<structure{script_identifier:long-unsigned,actions:array<${SCRIPT_ACTION}>}>`),
    ],
    methods: [method(1, 'execute', 'long-unsigned')],
  },
  {
    classId: 70,
    version: 0,
    name: 'Disconnect control',
    attributes: [
      LOGICAL_NAME,
      changing(2, 'output_state', 'boolean'),
      changing(3, 'control_state', 'enum{0:disconnected,1:connected,2:ready_for_reconnection}'),
      fixed(4, 'control_mode', 'enum{0:none,1:mode 1,2:mode 2,3:mode 3,4:mode 4,5:mode 5,6:mode 6}'),
    ],
    methods: [method(1, 'remote_disconnect', NO_PARAMETER), method(2, 'remote_reconnect', NO_PARAMETER)],
  },
];
