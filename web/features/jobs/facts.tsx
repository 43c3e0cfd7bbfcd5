import { Text } from '@mantine/core';

/** A row of numbers with what they count: "24 images · 48 objects". */
export function Facts({ facts }: { facts: [number, string][] }) {
  return (
    <ul className="facts">
      {facts.map(([count, what]) => (
        <li key={what}>
          <Text span fw={650} fz="lg" className="number">
            {count.toLocaleString('en')}
          </Text>{' '}
          <Text span size="sm" c="dimmed">
            {what}
          </Text>
        </li>
      ))}
    </ul>
  );
}
