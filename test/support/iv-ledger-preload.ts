import { IvLedger } from './iv-ledger';

/** Put before a command by `-r`: when it ends, the last line of its standard error is what the ledger holds. */
const ledger = new IvLedger();
ledger.watch();
process.once('exit', () => {
  console.error(JSON.stringify({ uses: ledger.uses, repetitions: ledger.repetitions }));
});
