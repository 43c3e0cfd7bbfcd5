import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { InvalidInput } from '../../shared/errors.ts';
import type { ByteSource } from '../../shared/evaluation/byte-source.ts';
import { memorySource } from '../../shared/evaluation/memory-source.ts';
import { whyUnreadable } from '../why-unreadable.ts';

/**
 * A file on disk, read in chunks; one that gzip packed is unpacked in memory, whatever its name. Each `open` is
 * closed at the end of the file; one that is given up earlier stays open until the process ends, which a refused file
 * makes happen anyway.
 * @throws InvalidInput when the file cannot be opened or unpacked
 */
export function fileSource(path: string): ByteSource {
  if (path === '-') {
    throw new InvalidInput('Standard input is not read here, since the file may be read twice; name a file.');
  }
  const open = (): number => {
    try {
      return openSync(path, 'r');
    } catch (cause) {
      throw new InvalidInput(`${path} cannot be read: ${whyUnreadable(cause)}`, { file: path }, cause);
    }
  };
  const file = open();
  const stat = fstatSync(file);
  const magic = new Uint8Array(2);
  if (stat.isFile()) readSync(file, magic, 0, 2, 0);
  closeSync(file);
  if (stat.isDirectory()) throw new InvalidInput(`${path} is a folder; name a JSON file.`, { file: path });
  if ((magic[0] === 0xff && magic[1] === 0xfe) || (magic[0] === 0xfe && magic[1] === 0xff)) {
    throw new InvalidInput(`${path} is in UTF-16; write it as UTF-8.`, { file: path });
  }
  if (magic[0] === 0x1f && magic[1] === 0x8b) return unpacked(path);
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

function unpacked(path: string): ByteSource {
  try {
    // Loaded only when it is needed: hardly any file is packed.
    const bytes = process.getBuiltinModule('node:zlib').gunzipSync(readFileSync(path));
    return memorySource(path, bytes);
  } catch (cause) {
    throw new InvalidInput(
      `${path} cannot be unpacked: it is not whole, or not gzip.`,
      { file: path },
      cause,
    );
  }
}
