import { equalOctets } from '#dlms/codec/hex';
import { PeerProtocolError } from '#dlms/errors';
import { parseProtected, type UnprotectRefusal, type UnprotectRequest, unprotect } from '#dlms/security/protection';
import { TAG_LENGTH } from '#dlms/security/suite';
import type { ClientKeys } from './client-keys';
import type { CountedKey, NamedKey } from './counted-key';
import type { ReceivedProtection } from './protection-choice';
import { type FailedOpening, type NamedTitle, protectionFault } from './protection-fault';
import { offsetOf } from './received-octets';

/** A ciphered layer that came, taken out of its envelope. */
export interface CipheredLayer {
  readonly form: ReceivedProtection['form'];
  /** the whole layer, for errors */
  readonly octets: Uint8Array;
  /** SC ‖ IC ‖ …: a view on them */
  readonly content: Uint8Array;
  /** of the sender */
  readonly systemTitle: Uint8Array;
  /** M of general-ciphering */
  readonly header?: Uint8Array;
}

export interface OpenedLayer {
  readonly plain: Uint8Array;
  readonly key: CountedKey | undefined;
  /** what can be said of every form */
  readonly protection: Pick<
    ReceivedProtection,
    'form' | 'control' | 'key' | 'ephemeralKey' | 'invocationCounter' | 'fresh' | 'lowestFresh'
  >;
}

const NOTHING = new Uint8Array(0);

/**
 * Opens a layer under the first of the keys that fits, and notes its counter.
 * @param candidates undefined only where general-ciphering protects nothing
 * @param variants further keys to try for the sake of the message
 * @throws PeerProtocolError when it fits none: says what of which key, title, counter or tag was expected and came
 */
export function openLayer(
  keys: ClientKeys,
  layer: CipheredLayer,
  candidates: readonly (CountedKey | undefined)[],
  variants: () => readonly NamedKey[] = () => [],
): OpenedLayer {
  let refusal: UnprotectRefusal | undefined;
  for (const key of candidates) {
    const opened = unprotect(requestFor(keys, layer, key));
    if (opened.ok) return { plain: opened.apdu, key, protection: noted(layer, key, opened) };
    refusal ??= opened.reason;
  }
  const [key] = candidates;
  return refuse(layer, refusal ?? 'no-protection', {
    request: requestFor(keys, layer, key),
    key,
    otherKeys: [...otherKeys(keys, key), ...variants()],
    otherTitles: otherTitles(keys, layer.systemTitle),
  });
}

/** Whether the content says that it is not protected at all; a cut one says nothing. */
export function protectsNothing(content: Uint8Array): boolean {
  const control = parseProtected(content)?.control;
  return control !== undefined && !control.authenticated && !control.encrypted;
}

function requestFor(keys: ClientKeys, layer: CipheredLayer, key: CountedKey | undefined): UnprotectRequest {
  const { content, systemTitle, header } = layer;
  return {
    content,
    keys: { encryptionKey: key?.octets ?? NOTHING, authenticationKey: keys.gak },
    systemTitle,
    suite: keys.settings.suite,
    ...(header && { header, permitsNone: true }),
  };
}

/** The counter of what is not protected counts nowhere. */
function noted(
  { form }: CipheredLayer,
  key: CountedKey | undefined,
  { control, invocationCounter }: Pick<ReceivedProtection, 'control' | 'invocationCounter'>,
): OpenedLayer['protection'] {
  if (key === undefined) return { form, control, key: 'none', invocationCounter, fresh: true, lowestFresh: 0 };
  const { receiving, kind, number } = key;
  const lowestFresh = receiving.lowest;
  const fresh = receiving.isFresh(invocationCounter);
  receiving.accept(invocationCounter);
  const numbered = number === undefined ? {} : { ephemeralKey: number };
  return { form, control, key: kind, ...numbered, invocationCounter, fresh, lowestFresh };
}

function refuse({ form, octets, content }: CipheredLayer, refusal: UnprotectRefusal, failed: FailedOpening): never {
  const at = refusal === 'tag-mismatch' ? octets.length - TAG_LENGTH : offsetOf(content, octets);
  throw new PeerProtocolError(`${form}, ${protectionFault(refusal, failed)}`, octets, at);
}

function otherKeys(keys: ClientKeys, right: NamedKey | undefined): readonly NamedKey[] {
  const { guek, gbek, dedicated, ephemeral } = keys;
  const all = [guek, gbek, dedicated, ...ephemeral.earlier].filter((known) => known !== undefined);
  return all.filter(({ octets }) => octets !== right?.octets);
}

function otherTitles({ serverTitle, settings }: ClientKeys, right: Uint8Array): readonly NamedTitle[] {
  const all = [
    ...(serverTitle ? [{ name: 'the title that the meter gave first,', title: serverTitle }] : []),
    ...(settings.systemTitle ? [{ name: 'the title of the client,', title: settings.systemTitle }] : []),
  ];
  return all.filter(({ title }) => !equalOctets(title, right));
}
