import { describe, expect, it } from 'vitest';
import { dataFromText } from '#rig/data-literal';

describe('a value written as text', () => {
  it.each([
    ['null-data', { type: 'null-data' }],
    ['boolean:true', { type: 'boolean', value: true }],
    ['boolean:false', { type: 'boolean', value: false }],
    ['visible-string:""', { type: 'visible-string', value: '' }],
    ['visible-string:"a:b"', { type: 'visible-string', value: 'a:b' }],
    ['octet-string:', { type: 'octet-string', value: new Uint8Array() }],
    ['octet-string:01 fE', { type: 'octet-string', value: new Uint8Array([1, 254]) }],
    ['integer:-128', { type: 'integer', value: -128 }],
    ['long:-32768', { type: 'long', value: -32768 }],
    ['double-long:2147483647', { type: 'double-long', value: 2147483647 }],
    ['unsigned:255', { type: 'unsigned', value: 255 }],
    ['long-unsigned: 5', { type: 'long-unsigned', value: 5 }],
    ['double-long-unsigned:4294967295', { type: 'double-long-unsigned', value: 4294967295 }],
    ['enum:0', { type: 'enum', value: 0 }],
  ])('%s', (text, value) => {
    expect(dataFromText(text)).toEqual(value);
  });

  it.each([
    '',
    'hello',
    'boolean:yes',
    'visible-string:bare',
    'octet-string:0',
    'octet-string:xx',
    'integer:128',
    'integer:-129',
    'unsigned:-1',
    'unsigned:1.5',
    'unsigned:',
    'long64:5',
    'array:1',
    'toString:1',
  ])('%s is none', (text) => {
    expect(dataFromText(text)).toBeUndefined();
  });
});
