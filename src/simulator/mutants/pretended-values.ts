import type { GetDataResult } from '#dlms/apdu/get';
import type { Data } from '#dlms/codec/data';
import type { Access } from '../policy/access-policy';

type ReadResult = (result: GetDataResult, access: Access) => GetDataResult;

/** Is it this attribute that is read? */
export function equalTo(wanted: Partial<Access>): (access: Access) => boolean {
  return (access) =>
    (wanted.classId === undefined || wanted.classId === access.classId) &&
    (wanted.logicalName === undefined || wanted.logicalName === access.logicalName) &&
    (wanted.id === undefined || wanted.id === access.id);
}

/** Shows other elements of an array or structure than there are. */
export function pretends(
  when: (access: Access) => boolean,
  elements: (real: readonly Data[]) => readonly (Data | undefined)[],
): ReadResult {
  return (result, access) => {
    if (!when(access) || !('data' in result)) return result;
    const { data } = result;
    if (data.type !== 'array' && data.type !== 'structure') return result;
    return { data: { type: data.type, elements: elements(data.elements).filter((element) => element !== undefined) } };
  };
}

/** Shows a value of its own in place of what there is, or of an error. */
export function shows(when: (access: Access) => boolean, value: Data): ReadResult {
  return (result, access) => (when(access) ? { data: value } : result);
}
