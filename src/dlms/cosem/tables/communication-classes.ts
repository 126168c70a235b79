import { changing, fixed, type InterfaceClass, LOGICAL_NAME, method, NO_PARAMETER } from '../class-definition';

const IP_OPTION = 'structure{IP_option_type:unsigned,IP_option_length:unsigned,IP_option_data:octet-string}';

const COMM_SPEED = 'enum{0:300,1:600,2:1200,3:2400,4:4800,5:9600,6:19200,7:38400,8:57600,9:115200}';

/** Set-up of the ports over which the meter is reached (BB 4.7, 4.9). */
export const COMMUNICATION_CLASSES: readonly InterfaceClass[] = [
  {
    classId: 23,
    version: 1,
    name: 'IEC HDLC setup',
    attributes: [
      LOGICAL_NAME,
      fixed(2, 'comm_speed', COMM_SPEED),
      fixed(3, 'window_size_transmit', 'unsigned[1..7]'),
      fixed(4, 'window_size_receive', 'unsigned[1..7]'),
      fixed(5, 'max_info_field_length_transmit', 'long-unsigned[32..2030]'),
      fixed(6, 'max_info_field_length_receive', 'long-unsigned[32..2030]'),
      fixed(7, 'inter_octet_time_out', 'long-unsigned[20..6000]'),
      fixed(8, 'inactivity_time_out', 'long-unsigned'),
      fixed(9, 'device_address', 'long-unsigned[0..16383]'),
    ],
    methods: [],
  },
  {
    classId: 41,
    version: 0,
    name: 'TCP-UDP setup',
    attributes: [
      LOGICAL_NAME,
      fixed(2, 'TCP-UDP_port', 'long-unsigned'),
      fixed(3, 'IP_reference', 'octet-string(6)'),
      fixed(4, 'MSS', 'long-unsigned[40..65535]'),
      fixed(5, 'nb_of_sim_conn', 'unsigned[1..255]'),
      fixed(6, 'inactivity_time_out', 'long-unsigned'),
    ],
    methods: [],
  },
  {
    classId: 42,
    version: 0,
    name: 'IPv4 setup',
    attributes: [
      LOGICAL_NAME,
      fixed(2, 'DL_reference', 'octet-string(6)'),
      changing(3, 'IP_address', 'double-long-unsigned'),
      fixed(4, 'multicast_IP_address', 'array<double-long-unsigned>'),
      fixed(5, 'IP_options', `array<${IP_OPTION}>`),
      changing(6, 'subnet_mask', 'double-long-unsigned'),
      changing(7, 'gateway_IP_address', 'double-long-unsigned'),
      fixed(8, 'use_DHCP_flag', 'boolean'),
      changing(9, 'primary_DNS_address', 'double-long-unsigned'),
      changing(10, 'secondary_DNS_address', 'double-long-unsigned'),
    ],
    methods: [
      method(1, 'add_mc_IP_address', 'double-long-unsigned'),
      method(2, 'delete_mc_IP_address', 'double-long-unsigned'),
      method(3, 'get_nbof_mc_IP_addresses', NO_PARAMETER, 'choice(unsigned|long-unsigned)'),
    ],
  },
  {
    classId: 43,
    version: 0,
    name: 'MAC address setup',
    attributes: [LOGICAL_NAME, fixed(2, 'MAC_address', 'octet-string')],
    methods: [],
  },
];
