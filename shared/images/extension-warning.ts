import { EXTENSIONS } from './image-format.ts';
import type { ImageFormat } from './image-format.ts';

/** What to tell about a name that does not fit the content; undefined when it fits. The file is taken all the same. */
export function extensionWarning(name: string, format: ImageFormat): string | undefined {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const dot = base.lastIndexOf('.');
  const shown = format === 'jpeg' ? 'JPEG' : format === 'webp' ? 'WebP' : format.toUpperCase();
  if (dot <= 0 || dot === base.length - 1) return `The name has no extension; the content is ${shown}.`;
  const extension = base.slice(dot + 1).toLowerCase();
  if (EXTENSIONS[format].includes(extension)) return undefined;
  return `The name ends in .${extension}, but the content is ${shown}.`;
}
