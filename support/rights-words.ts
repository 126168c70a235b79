import type { DlmsClient } from '#client/dlms-client';
import type { Attempts } from '#procedures/attempts';
import type { Strength } from '#procedures/protection-choices';
import { capabilitiesOf } from './requirements/capabilities';
import type { MeterWorld } from './world';

/** The other clients that talk to the same logical device. */
export function othersOf(world: MeterWorld, role: string): readonly DlmsClient[] {
  const { server } = world.profile(role);
  const others = world.roles.filter((other) => other !== role && world.profile(other).server === server);
  return others.map((other) => world.client(other));
}

/** Each attempt was refused; where there was nothing to try, a person is told so. */
export function assertRefusedAsFarAsThereWas(world: MeterWorld, attempts: Attempts, nothing: string): void {
  if (attempts.observed.length === 0) world.note([nothing]);
  else world.assertRefused(attempts.observed);
}

/** Kinds of protection that a client may use: each of the two alone where the rig declares it. */
export function strengthsOf(world: MeterWorld, role: string): readonly Strength[] {
  const { has } = capabilitiesOf(world.rig, world.profile(role));
  const alone: readonly (readonly [string, Strength])[] = [
    ['sec.authOnly', 'authentication'],
    ['sec.encOnly', 'encryption'],
  ];
  return [...alone.filter(([name]) => has(name)).map(([, strength]) => strength), 'authenticated-encryption'];
}
