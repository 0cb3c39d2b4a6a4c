import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { HEADLESS, QUIET } from './test/helpers/chromium.ts';

/** Mostly they wait for programs: two files side by side, on every machine. */
const SIDE_BY_SIDE = { maxWorkers: 2, sequence: { groupOrder: 1 } };

/** `unit` runs beside the sources; `web` draws components; `integration` uses real processes; `rig` starts real agents (slow, one file at a time). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...SIDE_BY_SIDE,
          name: 'unit',
          include: ['src/**/*.test.ts', 'hook/**/*.test.ts', 'test/{architecture,golden}/**/*.test.ts'],
          // Generous: a limit is for what hangs, not for a machine that is busy.
          testTimeout: 60_000,
        },
      },
      {
        // Components in the machine's own Chromium, each in the states it has.
        plugins: [react(), tailwindcss()],
        test: {
          name: 'web',
          include: ['src/web/**/*.test.tsx'],
          setupFiles: ['src/web/component-page.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          retry: 1,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: HEADLESS, args: QUIET } }),
            instances: [{ browser: 'chromium' }],
            viewport: { width: 900, height: 700 },
          },
        },
      },
      {
        test: {
          ...SIDE_BY_SIDE,
          name: 'integration',
          include: ['test/{integration,attack,fault,property}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Real programs on a busy machine: one more look before a failure is believed.
          retry: 1,
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
