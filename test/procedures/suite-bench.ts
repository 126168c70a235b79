import { openCounterStore } from '#rig/counter-store';
import { type JournalFile, KeyJournal, type Replacement } from '#rig/key-journal';
import { loadRig } from '#rig/load-rig';
import { Bench } from '#support/bench';
import { RigCounters } from '#support/rig-counters';

/** A bench with a simulated meter of suite 1 or 2, and the journal of its keys. */
export class SuiteBench extends Bench {
  /** what is on the disk */
  written: readonly Replacement[] = [];

  constructor(suite: 1 | 2, variant?: ConstructorParameters<typeof Bench>[2]) {
    const rig = loadRig(`fixtures/rigs/simulator-suite${suite}-hdlc.yaml`);
    super(rig, new RigCounters(openCounterStore(rig), false), variant);
  }

  /** As a run reads it that begins now. */
  journal(): KeyJournal {
    const file: JournalFile = {
      read: () => this.written,
      write: (entries) => {
        this.written = entries;
      },
    };
    return new KeyJournal(file, this.rig.name);
  }

  async associated(role: string) {
    const client = this.client(role);
    const { associated, hlsFault } = await client.open();
    if (!associated) throw new Error(`not associated: ${hlsFault}`);
    return client;
  }
}
