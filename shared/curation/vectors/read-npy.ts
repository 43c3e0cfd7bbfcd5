import { InvalidInput } from '../../errors.ts';
import { type VectorTable, vectorTable } from './vector-table.ts';

const READERS: Record<
  string,
  { bytes: number; read: (view: DataView, at: number, little: boolean) => number }
> = {
  f2: { bytes: 2, read: (view, at, little) => view.getFloat16(at, little) },
  f4: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  f8: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
};

/**
 * Vectors from NumPy's `.npy` format (versions 1 to 3): a two-dimensional array of float16, float32 or float64, either
 * byte order, rows or columns first.
 *
 * @throws InvalidInput saying what is not understood
 */
export function readNpy(bytes: Uint8Array): VectorTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (bytes.length < 10 || magic !== '\u0093NUMPY') throw new InvalidInput('This is not a .npy file.');
  const isLong = view.getUint8(6) > 1;
  if (isLong && bytes.length < 12) throw new InvalidInput('The .npy file is cut short.');
  const start = isLong ? 12 : 10;
  const length = isLong ? view.getUint32(8, true) : view.getUint16(8, true);
  if (start + length > bytes.length) throw new InvalidInput('The .npy file is cut short.');
  const header = new TextDecoder().decode(bytes.subarray(start, start + length));
  const type = /'descr':\s*'([<>|=])(\w\d+)'/.exec(header);
  const shape = /'shape':\s*\((\d+),\s*(\d+),?\s*\)/.exec(header);
  const isFortran = /'fortran_order':\s*True/.test(header);
  const reader = type === null ? undefined : READERS[type[2]];
  if (type === null || reader === undefined)
    throw new InvalidInput(
      `The .npy file holds ${type?.[2] ?? 'something else'}; vectors are float16, float32 or float64.`,
    );
  if (shape === null)
    throw new InvalidInput('The .npy file must hold a two-dimensional array: vectors × numbers.');
  const [count, dimensions] = [Number(shape[1]), Number(shape[2])];
  const body = start + length;
  if (body + count * dimensions * reader.bytes > bytes.length)
    throw new InvalidInput('The .npy file is cut short.');
  const little = type[1] !== '>';
  const data = new Float32Array(count * dimensions);
  for (let i = 0; i < data.length; i++) {
    const value = reader.read(view, body + i * reader.bytes, little);
    data[isFortran ? (i % count) * dimensions + Math.floor(i / count) : i] = value;
  }
  return vectorTable(data, dimensions);
}
