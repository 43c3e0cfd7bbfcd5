import { Alert, Button, NumberInput, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GpuBudget } from '../../../api/gpu-budget.ts';
import { request } from '../../../api/request.ts';
import { notifyProblem } from '../../shell/notify-problem.ts';
import { SettingCard } from './setting-card.tsx';

const gpuBudgetQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['gpu-budgets', projectId],
    queryFn: ({ signal }) => request<GpuBudget>('GET', `gpu-budgets/${projectId}`, { signal }),
  });

/** The most that GPUs may cost in a month; beyond it, trainings and the models of the endpoint rest. */
export function GpuSetting({ projectId, isAdmin }: { projectId: string; isAdmin: boolean }) {
  const budget = useQuery(gpuBudgetQuery(projectId)).data;
  if (budget === undefined) return null;
  const { trainingDollarsPerHour, servingDollarsPerHour } = budget.prices;
  // Where GPUs cost nothing there is nothing to set.
  const isFree = trainingDollarsPerHour === 0 && servingDollarsPerHour === 0;
  if (isFree && budget.dollarsPerMonth === null) return null;
  return <Loaded key={budget.dollarsPerMonth ?? 'none'} budget={budget} isAdmin={isAdmin} />;
}

function Loaded({ budget, isAdmin }: { budget: GpuBudget; isAdmin: boolean }) {
  const { projectId, dollarsPerMonth: ceiling, spent, isReached } = budget;
  const client = useQueryClient();
  const [text, setText] = useState<string | number>(ceiling ?? '');
  const next = text === '' ? null : Number(text);
  const save = useMutation({
    mutationFn: () =>
      request<GpuBudget>('PUT', `gpu-budgets/${projectId}`, { body: { dollarsPerMonth: next } }),
    onSuccess: async (fresh) => {
      client.setQueryData(gpuBudgetQuery(projectId).queryKey, fresh);
      await client.invalidateQueries({ queryKey: ['audit'] });
      notifications.show({ message: 'Saved.' });
    },
    onError: (error) => notifyProblem('This was not saved', error),
  });
  return (
    <SettingCard
      title="GPU spending"
      about="When a month has cost so much, trainings stop and the models of the endpoint rest until the next month, or until this is raised. People go on working."
      action={
        isAdmin && (
          <Button loading={save.isPending} disabled={next === ceiling} onClick={() => save.mutate()}>
            Save
          </Button>
        )
      }
    >
      <Stack gap="sm">
        {isReached && (
          <Alert color="yellow" p="xs">
            Models rest: the ceiling of {spent.month} is reached.
          </Alert>
        )}
        <NumberInput
          label="Ceiling, US dollars a month"
          placeholder="No ceiling"
          prefix="$"
          min={0}
          max={1_000_000}
          decimalScale={2}
          thousandSeparator=","
          disabled={!isAdmin}
          value={text}
          onChange={setText}
        />
        <div>
          <Text size="sm" className="number">
            ${spent.dollars.toFixed(2)} in {spent.month}: {(spent.seconds / 3600).toFixed(1)} GPU hours
            {spent.calls > 0 && `, ${spent.calls.toLocaleString('en')} calls`}
          </Text>
          {ceiling !== null && ceiling > 0 && (
            <Progress
              mt={6}
              size="sm"
              value={Math.min(100, (100 * spent.dollars) / ceiling)}
              color={isReached ? 'yellow' : undefined}
              aria-label={`$${spent.dollars.toFixed(2)} of $${ceiling.toFixed(2)}`}
            />
          )}
        </div>
        <Text size="xs" c="dimmed">
          {priceNote(budget.prices)}
        </Text>
      </Stack>
    </SettingCard>
  );
}

function priceNote({ trainingDollarsPerHour, servingDollarsPerHour, asOf }: GpuBudget['prices']): string {
  if (trainingDollarsPerHour === 0 && servingDollarsPerHour === 0) {
    return 'GPUs of this installation have no price: nothing is counted.';
  }
  const at = (dollars: number): string => `$${dollars.toFixed(2)} an hour`;
  const list = asOf === undefined ? '' : ` (list prices of ${asOf}; spot machines cost less)`;
  return `Counted at ${at(trainingDollarsPerHour)} of training and ${at(servingDollarsPerHour)} of the endpoint${list}.`;
}
