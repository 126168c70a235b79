import { defineConfig } from 'vitest/config';

export default defineConfig({
  // no test asserts on time: the limit only ends what hangs, also on a machine that is busy with other things
  test: { include: ['test/**/*.test.ts'], passWithNoTests: false, testTimeout: 120_000 },
});
