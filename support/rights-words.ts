import type { DlmsClient } from '#client/dlms-client';
import type { Attempts } from '#procedures/attempts';
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
