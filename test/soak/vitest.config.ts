import { defineConfig } from 'vitest/config';

/** `npm run soak`: minutes long, with real agents; not part of `npm test`. */
export default defineConfig({
  test: { include: ['test/soak/*.soak.ts'], testTimeout: 45 * 60_000, hookTimeout: 300_000, fileParallelism: false },
});
