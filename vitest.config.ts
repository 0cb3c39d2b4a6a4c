import { defineConfig } from 'vitest/config';

/** `unit` runs beside the sources; `integration` uses real processes; `rig` starts real agents (slow, one file at a time). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'hook/**/*.test.ts', 'test/{architecture,golden}/**/*.test.ts'],
          // Generous: a limit is for what hangs, not for a machine that is busy.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,attack,fault,property}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Real programs on a busy machine: one more look before a failure is believed.
          retry: 1,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'rig',
          include: ['test/rig/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry: 1,
          fileParallelism: false,
        },
      },
    ],
  },
});
