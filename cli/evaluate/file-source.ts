import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { InvalidInput } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import { whyUnreadable } from '../why-unreadable.ts';

/**
 * A file on disk, read in chunks. Each `open` is closed at the end of the file; one that is given up earlier stays
 * open until the process ends, which a refused file makes happen anyway.
 * @throws InvalidInput when the file cannot be opened
 */
export function fileSource(path: string): ByteSource {
  const open = (): number => {
    try {
      return openSync(path, 'r');
    } catch (cause) {
      throw new InvalidInput(`${path} cannot be read: ${whyUnreadable(cause)}`, { file: path }, cause);
    }
  };
  const file = open();
  const stat = fstatSync(file);
  closeSync(file);
  if (stat.isDirectory()) throw new InvalidInput(`${path} is a folder; name a JSON file.`, { file: path });
  return {
    name: path,
    size: stat.size,
    open() {
      const file = open();
      let isOpen = true;
      return (target) => {
        if (!isOpen) return 0;
        const length = readSync(file, target, 0, target.length, null);
        if (length === 0) {
          closeSync(file);
          isOpen = false;
        }
        return length;
      };
    },
  };
}
