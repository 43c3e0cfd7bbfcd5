import type { KeyedFile } from '../uploads/dropped-files.ts';

/** Photographs: the project has its own. PNGs may be masks, so they stay unless their folder says otherwise. */
const PHOTOGRAPH = /\.(jpe?g|webp|avif|tiff?|bmp|gif|heic)$/i;
const IMAGE_FOLDER = /(^|\/)(images?|jpegimages|leftimg8bit|img)\//i;

/** Of dropped files those that hold labels, and how many images were left aside. */
export function chooseLabelFiles(files: readonly KeyedFile[]): { labels: KeyedFile[]; images: number } {
  const labels = files.filter(
    ({ key }) => !PHOTOGRAPH.test(key) && !(/\.png$/i.test(key) && IMAGE_FOLDER.test(key)),
  );
  return { labels, images: files.length - labels.length };
}
