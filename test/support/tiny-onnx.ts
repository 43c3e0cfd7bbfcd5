/** One step of a graph: `ints` are attributes that are lists of whole numbers, `int` one of them. */
interface OnnxNode {
  type: string;
  from: string;
  to: string;
  ints?: Record<string, number[]>;
  int?: Record<string, number>;
}

interface TinyGraph {
  nodes: OnnxNode[];
  inputs: Record<string, number[]>;
  outputs: Record<string, number[]>;
}

/** Length-delimited field of protocol buffers. */
const field = (number: number, bytes: Uint8Array | string) => {
  const data = Buffer.from(bytes);
  return Buffer.concat([varint((number << 3) | 2), varint(data.length), data]);
};
const whole = (number: number, value: number) => Buffer.concat([varint(number << 3), varint(value)]);
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left & 127) | 128);
  }
}

/** A size of 0 is any. */
function valueInfo(number: number, name: string, dims: number[]): Buffer {
  const shape = dims.map((size) => field(1, size > 0 ? whole(1, size) : field(2, 'any')));
  const tensor = Buffer.concat([whole(1, 1), field(2, Buffer.concat(shape))]);
  return field(number, Buffer.concat([field(1, name), field(2, field(1, tensor))]));
}

/** The bytes of an ONNX file (operators of version 11) of float32 tensors, without weights. */
export function tinyOnnx({ nodes, inputs, outputs }: TinyGraph): Buffer {
  const steps = nodes.map(({ type, from, to, ints = {}, int = {} }) => {
    const attributes = [
      ...Object.entries(ints).map(([name, values]) =>
        Buffer.concat([field(1, name), ...values.map((value) => whole(8, value)), whole(20, 7)]),
      ),
      ...Object.entries(int).map(([name, value]) =>
        Buffer.concat([field(1, name), whole(3, value), whole(20, 2)]),
      ),
    ];
    const parts = [field(1, from), field(2, to), field(4, type)];
    return field(1, Buffer.concat([...parts, ...attributes.map((bytes) => field(5, bytes))]));
  });
  const graph = Buffer.concat([
    ...steps,
    field(2, 'tiny'),
    ...Object.entries(inputs).map(([name, dims]) => valueInfo(11, name, dims)),
    ...Object.entries(outputs).map(([name, dims]) => valueInfo(12, name, dims)),
  ]);
  const operators = Buffer.concat([field(1, ''), whole(2, 11)]);
  return Buffer.concat([whole(1, 6), field(7, graph), field(8, operators)]);
}
