import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { ApiClient } from '../../shared/client/api-client.ts';
import { InvalidInput, RequestRefused } from '../../shared/errors.ts';
import { connect } from '../server/connect.ts';
import { answer } from '../server/answer.ts';
import { findOne } from '../server/find-one.ts';
import { listAll } from '../server/list-all.ts';
import { watchJob } from '../server/watch-job.ts';

interface Options {
  format: string;
  snapshot?: string;
  out?: string;
  destination?: string;
  images: string;
  folder: boolean;
  include: string;
  json?: string;
}

interface ExportedFile {
  path: string;
  downloadUrl: string;
}

/** `lapidary export PROJECT`: exports, waits and downloads. */
export function register(program: Command): void {
  program
    .command('export <project>')
    .description('Exports the labels of a project, or of one of its snapshots, to a file or a destination.')
    .option('--out <file>', 'where to write')
    .option('--destination <name>', 'a destination of the installation to write to, instead of downloading')
    .option('--format <name>', 'coco, yolo, voc, cvat … (docs/formats.md)', 'coco')
    .option('--snapshot <name>', 'a snapshot of the project instead of its labels today')
    .addOption(
      new Option('--images <how>', 'images beside the labels: none, the files, or a table of links to them')
        .choices(['none', 'files', 'links'])
        .default('none'),
    )
    .option('--folder', 'write a folder instead of one file or ZIP', false)
    .option('--include <what>', 'completed tasks, or all labelled ones', 'completed')
    .option('--json <file>', 'write what was done as JSON; - for standard output')
    .action(async (wanted: string, options: Options) => {
      const { out, destination } = options;
      if ((out === undefined) === (destination === undefined))
        throw new InvalidInput('Say where to write: --out FILE, or --destination NAME.');
      const client = await connect();
      const project = await findOne<{ id: string; name: string }>(client, 'projects', wanted);
      const snapshot =
        options.snapshot === undefined
          ? undefined
          : await findOne<{ id: string; name: string }>(
              client,
              `snapshots?projectId=${project.id}`,
              options.snapshot,
            );
      const { body: started } = await client.call<{ id: string; kind: string }>('POST', 'exports', {
        ...(snapshot ? { snapshotId: snapshot.id } : { projectId: project.id, include: options.include }),
        format: options.format,
        images: options.images,
        ...(destination === undefined ? { packing: options.folder ? 'folder' : 'zip' } : { destination }),
      });
      const job = await watchJob(client, started);
      if (out === undefined) {
        await answer(options.json, job, [{ written: String(job.result?.location) }], '');
        return;
      }
      await fetchExport(client, job.id, { out, isFolder: options.folder });
      await answer(options.json, { ...job, file: out }, [{ written: out }], '');
    });
}

async function fetchExport(
  client: ApiClient,
  jobId: string,
  { out, isFolder }: { out: string; isFolder: boolean },
): Promise<void> {
  if (!isFolder) {
    const { body: link } = await client.call<{ downloadUrl: string }>('GET', `exports/${jobId}`);
    await download(new URL(link.downloadUrl, client.url), out);
    return;
  }
  for (const file of await listAll<ExportedFile>(client, `exports/${jobId}/files`)) {
    const place = join(out, ...file.path.split('/'));
    await mkdir(dirname(place), { recursive: true });
    await download(new URL(file.downloadUrl, client.url), place);
  }
}

/** To a file beside it first, so that a broken download leaves nothing that looks whole. */
async function download(url: URL, file: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok || response.body === null) {
    throw new RequestRefused('The export could not be downloaded.', { status: response.status });
  }
  const part = `${file}.part`;
  try {
    await pipeline(response.body as AsyncIterable<Uint8Array>, createWriteStream(part));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}
