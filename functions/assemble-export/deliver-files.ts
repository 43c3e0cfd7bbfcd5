import * as z from 'zod';
import { blobKeys } from '../../shared/blobs/blob-keys.ts';
import type { DestinationFolder } from '../../shared/destinations/destinations.ts';
import { InvalidInput, NotFound } from '../../shared/errors.ts';
import type { OutputFile } from '../../shared/formats/output-file.ts';
import { type ContentOptions, outputContent } from './output-content.ts';

/** Images that are there already, in the order of the export: it is the same however often the job is begun anew. */
const Delivery = z.object({ location: z.string(), images: z.int(), size: z.number() });
type Delivery = z.infer<typeof Delivery>;

/** A note for each image would double the requests; this many at most are sent again. */
const NOTE_EVERY = 50;

export interface DeliverFilesOptions extends ContentOptions {
  /** Its name. */
  destination: string;
  /** The job's own: nothing else lies in it. */
  folder: DestinationFolder;
  jobId: string;
}

/**
 * Every file as it is to a place outside, which we may write to but not read. A job that was cut off leaves out the
 * images that it has noted as delivered, and writes the label files again.
 */
export async function deliverFiles(
  files: AsyncIterable<OutputFile>,
  options: DeliverFilesOptions,
): Promise<{ destination: string; location: string; size: number; files: number }> {
  const { blobs, destination, folder, jobId } = options;
  const noteKey = blobKeys.exportDelivery(jobId);
  const before = await readNote(options);
  const sum = { size: before.size, files: before.images };
  let images = before.images;
  let imageSize = before.size;
  const rest = options.images === 'files' ? withoutImages(files, before.images, options) : files;
  for await (const { path, body, isImage } of outputContent(rest, options)) {
    const { size } = await folder.put(path, body).catch(async (error: unknown) => {
      // What nobody reads any more would keep its file open.
      if (body instanceof ReadableStream && !body.locked) await body.cancel();
      throw error;
    });
    sum.size += size;
    sum.files++;
    if (!isImage) continue;
    imageSize += size;
    if (++images % NOTE_EVERY !== 0) continue;
    const note: Delivery = { location: folder.location, images, size: imageSize };
    await blobs.put(noteKey, Buffer.from(JSON.stringify(note)));
  }
  await folder.tidy();
  if (sum.files === 0) throw new InvalidInput('There is nothing to export: no image with labels was found.');
  return { destination, location: folder.location, ...sum };
}

/** What was sent to another place, under a name that meant something else then, does not count. */
async function readNote({ blobs, folder, jobId }: DeliverFilesOptions): Promise<Delivery> {
  const none = { location: folder.location, images: 0, size: 0 };
  const bytes = await blobs.get(blobKeys.exportDelivery(jobId)).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });
  if (bytes === undefined) return none;
  const note = Delivery.parse(JSON.parse(Buffer.from(bytes).toString()));
  return note.location === folder.location ? note : none;
}

async function* withoutImages(
  files: AsyncIterable<OutputFile>,
  count: number,
  { imageKeyOf }: ContentOptions,
): AsyncGenerator<OutputFile> {
  let passed = 0;
  for await (const file of files) {
    const isDelivered = passed < count && 'imageOf' in file && imageKeyOf(file.imageOf) !== undefined;
    if (isDelivered) passed++;
    else yield file;
  }
}
