import { Badge, Group, Stack, Table, Text, Title } from '@mantine/core';
import { SHAPE_LABELS } from '../ontologies/shape-labels.ts';
import { titleOfFormat } from '../../api/format-titles.ts';
import type { Job } from '../../api/job.ts';
import type { Problem } from '../../../shared/formats/problem-log.ts';
import { Facts } from './facts.tsx';
import { ProblemTable } from './problem-table.tsx';

interface ImportResult {
  format?: string;
  imported?: number;
  objects?: number;
  kept?: number;
  missing?: number;
  unknown?: number;
  unknownImages?: number;
  unreadable?: number;
  addedClasses?: number;
  classes?: { name: string; shape: string; objects: number }[];
  problems?: Problem[];
}

/** What an import brought, or would bring, and everything that it left out. */
export function ImportReport({ job }: { job: Job }) {
  const result = (job.result ?? {}) as ImportResult;
  const facts: [number, string][] = [
    [result.imported ?? 0, 'images get labels'],
    [result.objects ?? 0, 'objects'],
    [result.kept ?? 0, 'images keep the labels that they have'],
    [result.addedClasses ?? 0, 'new classes'],
    [result.unknown ?? 0, 'objects left out: no class fits'],
    [result.unknownImages ?? 0, 'images that the project does not have'],
    [result.unreadable ?? 0, 'records that could not be read'],
  ];
  return (
    <Stack gap="md">
      <section className="card card-pad">
        <Group justify="space-between" mb="xs">
          <Title order={2}>{job.asked.dryRun === true ? 'What would happen' : 'What came'}</Title>
          <Badge>{titleOfFormat(result.format) ?? 'Unknown format'}</Badge>
        </Group>
        <Facts facts={facts.filter(([count], index) => count > 0 || index < 2)} />
      </section>
      {result.classes !== undefined && result.classes.length > 0 && (
        <section className="card">
          <Title order={2} className="card-pad">
            Classes in the files
          </Title>
          <Table aria-label="Classes in the files">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Class</Table.Th>
                <Table.Th>Shape</Table.Th>
                <Table.Th ta="right">Objects</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.classes.map(({ name, shape, objects }) => (
                <Table.Tr key={`${shape} ${name}`}>
                  <Table.Td>
                    <bdi>{name}</bdi>
                  </Table.Td>
                  <Table.Td>{(SHAPE_LABELS as Record<string, string>)[shape] ?? shape}</Table.Td>
                  <Table.Td ta="right" className="number">
                    {objects.toLocaleString('en')}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      )}
      {result.problems !== undefined && result.problems.length > 0 ? (
        <section className="card">
          <Title order={2} className="card-pad">
            Problems
          </Title>
          <ProblemTable problems={result.problems} />
        </section>
      ) : (
        <Text size="sm" c="dimmed">
          Nothing was left out.
        </Text>
      )}
    </Stack>
  );
}
