import { expect, it } from 'vitest';
import { ForbiddenTarget } from '../../shared/errors.ts';
import { requirePublicTarget } from './require-public-target.ts';

it.each([
  'http://127.0.0.1:8080/hook',
  'https://[::1]/',
  'http://10.1.2.3/',
  'http://169.254.169.254/latest/meta-data',
  'http://localhost/hook',
  'http://LOCALHOST./hook',
  'http://any.localhost/hook',
  'http://metadata.google.internal/',
  // Other ways to write 127.0.0.1, which a URL makes plain.
  'http://2130706433/',
  'http://0x7f.1/',
])('%s is refused, unless private targets are allowed', async (target) => {
  await expect(requirePublicTarget(target, false)).rejects.toThrow(ForbiddenTarget);
  await expect(requirePublicTarget(target, true)).resolves.toBeUndefined();
});

it.each(['https://93.184.215.14/hook', 'https://no-such-host.invalid/hook'])('%s is let through', (target) =>
  expect(requirePublicTarget(target, false)).resolves.toBeUndefined(),
);
