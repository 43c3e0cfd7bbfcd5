import { createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidInput } from '../../shared/errors.ts';
import type { FileSource } from '../../shared/formats/file-source.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import { whyUnreadable } from '../why-unreadable.ts';
import { makeStaging } from './make-staging.ts';
import { writeContent } from './write-content.ts';

export type ImageChoice = 'copy' | 'link' | 'none';

/**
 * Writes an export next to `folder` and moves it into place when it is complete, so that a broken run leaves nothing
 * half. A folder that holds something already is left alone unless `overwrite` is set; then files of the same name
 * are replaced and others stay.
 */
export async function writeFiles(
  files: AsyncIterable<OutputFile>,
  folder: string,
  options: {
    overwrite: boolean;
    images: ImageChoice;
    /** The path of an image in the source, and where it lies on this machine, if it does. */
    findImage: (key: string) => Promise<{ path: string; onDisk?: string } | undefined>;
    source: FileSource;
  },
): Promise<{ files: number; images: number; missingImages: string[] }> {
  const target = resolve(folder);
  const present = await readdir(target).catch(() => []);
  if (present.length > 0 && !options.overwrite) {
    throw new InvalidInput(
      `"${folder}" is not empty; name another folder, or allow replacing files with --overwrite.`,
    );
  }
  const staging = await makeStaging(target).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
  const report = { files: 0, images: 0, missingImages: [] as string[] };
  try {
    for await (const file of files) {
      const place = resolve(staging, file.path);
      if (!place.startsWith(staging + sep))
        throw new InvalidInput(`The file name "${file.path.slice(0, 200)}" leads outside the export.`);
      await mkdir(dirname(place), { recursive: true });
      if ('imageOf' in file) {
        if (options.images === 'none') continue;
        const image = await options.findImage(file.imageOf);
        if (!image) {
          if (report.missingImages.length < 1000) report.missingImages.push(file.imageOf);
          continue;
        }
        await placeImage(image, place, options);
        report.images++;
        continue;
      }
      const content = file.content instanceof Uint8Array ? [file.content] : file.content;
      await writeContent(place, content);
      report.files++;
    }
    await moveInto(staging, target);
    return report;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw unwritable(folder, error);
  }
}

/** What the system refused to write as a sentence, anything else as it is. */
function unwritable(folder: string, error: unknown): unknown {
  const isRefused = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'ENOTDIR', 'EEXIST'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );
  return isRefused
    ? new InvalidInput(
        `"${folder}" cannot be written: ${whyUnreadable(error)}. Nothing was left half written.`,
        {},
        error,
      )
    : error;
}

async function placeImage(
  image: { path: string; onDisk?: string },
  place: string,
  { images, source }: { images: ImageChoice; source: FileSource },
): Promise<void> {
  if (image.onDisk !== undefined) {
    // A hard link costs no space; on another disk, or where links are not allowed, the image is copied.
    const isLinked =
      images === 'link' &&
      (await link(image.onDisk, place).then(
        () => true,
        () => false,
      ));
    if (!isLinked) await copyFile(image.onDisk, place);
    return;
  }
  await pipeline(Readable.from(source.open(image.path)), createWriteStream(place));
}

/** One rename where there is nothing yet, else file by file. */
async function moveInto(staging: string, target: string): Promise<void> {
  await rmdir(target).catch(() => undefined);
  const isMoved = await rename(staging, target).then(
    () => true,
    () => false,
  );
  if (isMoved) return;
  const walk = async (at: string): Promise<void> => {
    await mkdir(join(target, at), { recursive: true });
    for (const entry of await readdir(join(staging, at), { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) await walk(path);
      else await rename(join(staging, path), join(target, path));
    }
  };
  await walk('');
  await rm(staging, { recursive: true, force: true });
}
