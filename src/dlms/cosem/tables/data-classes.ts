import {
  changing,
  fixed,
  type InterfaceClass,
  LOGICAL_NAME,
  method,
  NO_PARAMETER,
  SCALER_UNIT,
  SIMPLE_VALUE,
} from '../class-definition';

const CAPTURE_OBJECT =
  'structure{class_id:long-unsigned,logical_name:octet-string(6),attribute_index:integer,data_index:long-unsigned}';

/** Classes that hold measured and stored values (BB 4.3). */
export const DATA_CLASSES: readonly InterfaceClass[] = [
  {
    classId: 1,
    version: 0,
    name: 'Data',
    attributes: [LOGICAL_NAME, changing(2, 'value', 'choice')],
    methods: [],
  },
  {
    classId: 3,
    version: 0,
    name: 'Register',
    attributes: [LOGICAL_NAME, changing(2, 'value', SIMPLE_VALUE), fixed(3, 'scaler_unit', SCALER_UNIT)],
    methods: [method(1, 'reset', NO_PARAMETER)],
  },
  {
    classId: 7,
    version: 1,
    name: 'Profile generic',
    attributes: [
      LOGICAL_NAME,
      changing(2, 'buffer', 'choice(array<choice(structure|null-data)>|compact-array)'),
      fixed(3, 'capture_objects', `array<${CAPTURE_OBJECT}>`),
      fixed(4, 'capture_period', 'double-long-unsigned'),
      fixed(5, 'sort_method', 'enum{1:fifo,2:lifo,3:largest,4:smallest,5:nearest_to_zero,6:farest_from_zero}'),
      fixed(6, 'sort_object', CAPTURE_OBJECT),
      changing(7, 'entries_in_use', 'double-long-unsigned'),
      fixed(8, 'profile_entries', 'double-long-unsigned[1..4294967295]'),
    ],
    methods: [method(1, 'reset', NO_PARAMETER), method(2, 'capture', NO_PARAMETER)],
  },
];
