import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutGraph } from './cut-graph.ts';

it('finds a cut that no other division of the nodes beats', () => {
  const nodes = 6;
  const capacity = fc.integer({ min: 0, max: 9 });
  fc.assert(
    fc.property(
      fc.array(capacity, { minLength: nodes, maxLength: nodes }),
      fc.array(capacity, { minLength: nodes, maxLength: nodes }),
      fc.array(fc.tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), capacity), { maxLength: 14 }),
      (source, sink, pairs) => {
        const joined = pairs.filter(([from, to]) => from !== to);
        const cost = (side: ArrayLike<number>) => {
          let sum = 0;
          for (let node = 0; node < nodes; node++) sum += side[node] === 1 ? sink[node] : source[node];
          for (const [from, to, weight] of joined) if (side[from] !== side[to]) sum += weight;
          return sum;
        };
        const found = cutGraph(
          Float64Array.from(source),
          Float64Array.from(sink),
          Int32Array.from(joined.flatMap(([from, to]) => [from, to])),
          Float64Array.from(joined.map(([, , weight]) => weight)),
        );
        let least = Infinity;
        for (let bits = 0; bits < 1 << nodes; bits++) {
          const side = Array.from({ length: nodes }, (_, node) => (bits >> node) & 1);
          least = Math.min(least, cost(side));
        }
        expect(cost(found)).toBe(least);
      },
    ),
    { numRuns: 200 },
  );
});
