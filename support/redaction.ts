import { setDefinitionFunctionWrapper } from '@cucumber/cucumber';
import { PeerProtocolError } from '#dlms/errors';
import { MeterWorld } from './world';

type Definition = (this: unknown, ...args: unknown[]) => unknown;

/** Errors quote what a meter sent, and a meter may send back what it was told: no message leaves with a secret in it. */
setDefinitionFunctionWrapper((definition: Definition): Definition => {
  return async function redacted(this: unknown, ...args: unknown[]): Promise<unknown> {
    try {
      return await definition.apply(this, args);
    } catch (error) {
      if (this instanceof MeterWorld && error instanceof Error) redact(this, error);
      throw error;
    }
  };
});

function redact(world: MeterWorld, error: Error): void {
  const before = error.message;
  if (error instanceof PeerProtocolError && world.bench.holdsSecret(error.octets)) {
    error.message = `${error.reason} at octet ${error.offset} of ${error.octets.length} (not shown: they hold a secret)`;
  }
  error.message = world.bench.hide(error.message);
  if (error.stack !== undefined) error.stack = world.bench.hide(error.stack.replace(before, error.message));
}
