import { equalOctets } from '#dlms/codec/hex';
import type { ClientProfile } from './rig';

/** Keys under which messages are enciphered, and so counted. */
const COUNTED: readonly string[] = ['guek', 'gbek'];

/** Which clients of a rig have the same key. */
export class RigKeys {
  private readonly clients: readonly ClientProfile[];

  constructor(clients: Iterable<ClientProfile>) {
    this.clients = [...clients];
  }

  /** Octets of a key; undefined where the role has none of that name. */
  octets(role: string, keyName: string): Uint8Array | undefined {
    return keyNamed(this.profile(role), keyName);
  }

  /** The first `role/key` with the same octets and system title: what is sent under all of them is counted by one. */
  counterName(role: string, keyName: string): string {
    const title = this.profile(role)?.systemTitle;
    const own = this.octets(role, keyName);
    for (const name of COUNTED)
      for (const other of this.clients)
        if (same(other.systemTitle, title) && same(keyNamed(other, name), own)) return `${other.role}/${name}`;
    return `${role}/${keyName}`;
  }

  /** Roles that have the same octets under the same name, that role first. */
  sharers(role: string, keyName: string): readonly string[] {
    const own = this.octets(role, keyName);
    const others = this.clients.filter((other) => other.role !== role && same(keyNamed(other, keyName), own));
    return [role, ...others.map((other) => other.role)];
  }

  private profile(role: string): ClientProfile | undefined {
    return this.clients.find((client) => client.role === role);
  }
}

function keyNamed(client: ClientProfile | undefined, keyName: string): Uint8Array | undefined {
  return Object.entries(client?.keys ?? {}).find(([name]) => name === keyName)?.[1];
}

/** What is not there is the same as nothing. */
function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && equalOctets(a, b);
}
