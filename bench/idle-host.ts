/**
 * How fast a host is ready and how much memory it takes while it idles, its database child included.
 * Run: node bench/idle-host.ts [rounds]
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptyDataFolder, spawnHost } from '../test/support/spawn-host.ts';

const rounds = Number(process.argv[2] ?? 3);

async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  const children: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid) children.push(Number(name));
  }
  return children;
}

for (let round = 1; round <= rounds; round++) {
  const { folder, remove } = await emptyDataFolder();
  const host = await spawnHost(folder);
  await fetch(`${host.url}/v1/health`);
  await sleep(5_000);
  const own = await residentMegabytes(host.process.pid!);
  let children = 0;
  for (const child of await childrenOf(host.process.pid!)) children += await residentMegabytes(child);
  const { milliseconds } = await host.end('SIGINT');
  console.log(
    `${round}: ready in ${host.readyMilliseconds.toFixed(0)} ms, idle ${own.toFixed(0)} MB + children ` +
      `${children.toFixed(0)} MB, stopped in ${milliseconds.toFixed(0)} ms`,
  );
  await remove();
}
