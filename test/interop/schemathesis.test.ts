import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smokeClient } from '../smoke/smoke-client.ts';
import { emptyDataFolder, spawnHost } from '../support/spawn-host.ts';
import type { SpawnedHost } from '../support/spawn-host.ts';

const python = process.env.LAPIDARY_SCHEMATHESIS_PYTHON;
const SECONDS = Number(process.env.LAPIDARY_FUZZ_SECONDS ?? 60);
if (python === undefined)
  console.warn('LAPIDARY_SCHEMATHESIS_PYTHON is not set: the API is not fuzzed by schemathesis.');

describe.skipIf(python === undefined)(
  'schemathesis, an administrator who knows the API from its document alone',
  () => {
    let host: SpawnedHost;
    let remove: () => Promise<void>;
    let token: string;
    let folder: string;
    beforeAll(async () => {
      const data = await emptyDataFolder();
      ({ folder, remove } = data);
      host = await spawnHost(folder);
      const { body } = await smokeClient(host.url)('POST', '/v1/sessions/link', { token: host.token });
      token = body.token;
    });
    afterAll(async () => {
      await host.end('SIGTERM');
      await remove();
    });

    it.each([
      ['single requests', 'examples,coverage,fuzzing'],
      ['chains of them', 'stateful'],
    ])(
      `makes the server fail nowhere in ${SECONDS / 2} seconds, with %s`,
      async (_, phases) => {
        const args = [
          'run',
          `${host.url}/v1/openapi.json`,
          '--header',
          `Authorization:Bearer ${token}`,
          '--checks',
          'not_a_server_error',
          '--phases',
          phases,
          '--max-time',
          String(SECONDS / 2),
          '--seed',
          '7',
          '--workers',
          '2',
          '--exclude-path',
          '/v1/sessions/current',
          '--suppress-health-check',
          'all',
          // A training would begin to install PyTorch.
          '--exclude-path-regex',
          'fine-tun',
          '--no-color',
          '--warnings',
          'off',
          '--generation-database',
          'none',
        ];
        const child = spawn(python!, ['-m', 'schemathesis.cli', ...args], {
          stdio: ['ignore', 'pipe', 'pipe'],
          // It keeps what it has learned in a folder where it runs.
          cwd: folder,
        });
        let said = '';
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
        }
        await new Promise((resolve) => child.once('exit', resolve));
        expect(said, said.slice(-4_000)).toMatch(/\d+ generated, [1-9]\d* passed/);
        // Its exit code also tells of what the tool itself cannot make up or send; a failure is the server's.
        const failures = said.indexOf('= FAILURES =');
        expect(failures === -1 ? '' : said.slice(failures, failures + 8_000)).toBe('');
        expect((await smokeClient(host.url)('GET', '/v1/health')).status).toBe(200);
      },
      (SECONDS + 120) * 1000,
    );
  },
);
