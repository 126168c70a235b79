import { dataText } from '#dlms/codec/data-text';
import type { AccessRequest, AccessResponse, AccessSpecification } from './access';
import { attributeText, methodText, parametersText, valueText } from './service-text';

/** ACCESS: what is accessed, data and results by name, one a line. Secrets written are masked. */
export function accessText(apdu: AccessRequest | AccessResponse): string[] {
  const lines = apdu.kind === 'access-request' ? requestLines(apdu) : responseLines(apdu);
  return [
    `${apdu.kind}, long-invoke-id ${apdu.longInvokeIdAndPriority & 0xffffff}`,
    ...lines.map((line) => `  ${line}`),
  ];
}

function requestLines(request: AccessRequest): string[] {
  const data = request.data.map((value, i) => {
    const specification = request.specifications[i];
    if (specification?.service === 'action') return parametersText(specification.method, value);
    return valueText(specification?.attribute, value);
  });
  return [...request.specifications.map(specificationText), ...data];
}

function responseLines(response: AccessResponse): string[] {
  return [
    ...(response.specifications ?? []).map(specificationText),
    ...response.data.map((value) => `data: ${dataText(value)}`),
    ...response.results.map(({ service, result }) => `${service} result: ${result}`),
  ];
}

function specificationText(specification: AccessSpecification): string {
  if (specification.service === 'action') return methodText(specification.method);
  const { service, attribute, selection } = specification;
  const selected = selection ? `, selector ${selection.selector}, ${dataText(selection.parameters)}` : '';
  return `${service} attribute: ${attributeText(attribute)}${selected}`;
}
