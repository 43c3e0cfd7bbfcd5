import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,functions,infra,cli,web,test,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'dist/**', 'cdk.out/**'],
    // Correctness, not speed: a busy machine must not make a test fail.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Two cores are the smallest machine the suite is meant for.
    maxWorkers: 2,
    restoreMocks: true,
    setupFiles: ['test/support/seed-properties.ts'],
  },
});
