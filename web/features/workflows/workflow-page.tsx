import { Alert, Anchor, Button, Group, Menu, Select, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { validateWorkflow } from '../../../shared/workflow/validate-workflow.ts';
import type { WorkflowDocument } from '../../../shared/workflow/workflow-document.ts';
import { request } from '../../api/request.ts';
import type { Stage, StageKind, Workflow } from '../../api/workflow.ts';
import { workflowQuery } from '../projects/project-queries.ts';
import { ErrorState } from '../shell/error-state.tsx';
import { Page } from '../shell/page.tsx';
import { TableSkeleton } from '../shell/table-skeleton.tsx';
import { DryRun } from './dry-run.tsx';
import { STAGE_KINDS } from './stage-kinds.ts';
import { StageForm } from './stage-form.tsx';
import { useWorkflowCounts } from './use-workflow-counts.ts';
import { WorkflowGraph } from './workflow-graph.tsx';

const PARENTS = [{ label: 'Workflows', to: '/workflows' }];

export function WorkflowPage() {
  const { workflowId } = useParams({ from: '/signed-in/app/workflows/$workflowId' });
  const workflow = useQuery(workflowQuery(workflowId));
  if (workflow.data === undefined) {
    return (
      <Page title={workflow.error === null ? ' ' : 'Workflow'} parents={PARENTS}>
        {workflow.error === null ? (
          <TableSkeleton />
        ) : (
          <ErrorState error={workflow.error} retry={() => void workflow.refetch()} />
        )}
      </Page>
    );
  }
  return <WorkflowDesigner key={workflow.data.revision} workflow={workflow.data} />;
}

function freshId(kind: StageKind, stages: Stage[]): string {
  const taken = new Set(stages.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? kind : `${kind}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** The graph with its stages; everything wrong is said while it is drawn, and nothing unsound can be published. */
function WorkflowDesigner({ workflow }: { workflow: Workflow }) {
  const client = useQueryClient();
  const live = useWorkflowCounts(workflow.id);
  const [name, setName] = useState(workflow.name);
  const [stages, setStages] = useState(workflow.document.stages);
  const [selectedId, setSelectedId] = useState<string | undefined>(workflow.document.stages[0]?.id);
  const isChanged = name !== workflow.name || stages !== workflow.document.stages;
  const document = useMemo(() => ({ name, stages }) as WorkflowDocument, [name, stages]);
  const problems = useMemo(() => validateWorkflow(document), [document]);
  const save = useMutation({
    mutationFn: () =>
      request<Workflow>('PUT', `workflows/${workflow.id}`, {
        body: { name, stages },
        ifMatch: workflow.revision,
      }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['workflows'] });
      notifications.show({
        message: `Revision ${saved.revision} is published. Running tasks stay on theirs.`,
      });
    },
  });
  const add = (kind: StageKind) => {
    const id = freshId(kind, stages);
    const pathways = STAGE_KINDS[kind].pathways.map((pathway) => ({ name: pathway, to: '' }));
    setStages([...stages, { id, kind, name: STAGE_KINDS[kind].label, settings: {}, pathways }]);
    setSelectedId(id);
  };
  const connect = (from: string, pathway: string, to: string) =>
    setStages(
      stages.map((stage) =>
        stage.id === from
          ? {
              ...stage,
              pathways: stage.pathways.map((item) => (item.name === pathway ? { ...item, to } : item)),
            }
          : stage,
      ),
    );
  const selected = stages.find(({ id }) => id === selectedId);
  return (
    <Page
      title={name}
      parents={PARENTS}
      actions={
        <>
          <Text size="xs" c="dimmed">
            Revision {workflow.revision}
            {isChanged ? ', changed' : ''}
          </Text>
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <Button variant="default" leftSection={<IconPlus size={15} />}>
                Add a stage
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(Object.keys(STAGE_KINDS) as StageKind[]).map((kind) => {
                const KindIcon = STAGE_KINDS[kind].icon;
                return (
                  <Menu.Item key={kind} leftSection={<KindIcon size={15} />} onClick={() => add(kind)}>
                    {STAGE_KINDS[kind].label}
                  </Menu.Item>
                );
              })}
            </Menu.Dropdown>
          </Menu>
          <Button
            disabled={!isChanged || problems.length > 0}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            Publish
          </Button>
        </>
      }
    >
      {save.error !== null && (
        <Alert color="red" mb="sm" role="alert">
          {save.error.message}
        </Alert>
      )}
      <section className="card card-pad" aria-label="Graph">
        {live.project !== undefined && (
          <Group gap={8} mb="xs">
            <Text size="xs" c="dimmed">
              Tasks right now in
            </Text>
            {live.projects.length === 1 ? (
              <Anchor component={Link} to={`/projects/${live.project.id}`} size="xs">
                {live.project.name}
              </Anchor>
            ) : (
              <Select
                aria-label="Project whose tasks are counted"
                w={220}
                allowDeselect={false}
                value={live.project.id}
                data={live.projects.map(({ id, name: label }) => ({ value: id, label }))}
                onChange={(value) => value !== null && live.choose(value)}
              />
            )}
          </Group>
        )}
        <WorkflowGraph
          stages={stages}
          counts={live.counts}
          selectedId={selectedId}
          problemIds={new Set(problems.flatMap(({ stageId }) => stageId ?? []))}
          onOpenStage={setSelectedId}
          onConnect={connect}
        />
      </section>
      {problems.length > 0 && (
        <Alert
          color="yellow"
          mt="sm"
          title={problems.length === 1 ? 'One thing to put right' : `${problems.length} things to put right`}
        >
          <ul className="problems">
            {problems.map(({ code, stageId, pathway, message }) => (
              <li key={`${code} ${stageId} ${pathway} ${message}`}>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => stageId !== undefined && setSelectedId(stageId)}
                >
                  {message}
                </button>
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="columns" style={{ marginTop: 14 }}>
        <section className="card card-pad grow" aria-label="Stage">
          {selected === undefined ? (
            <Text size="sm" c="dimmed">
              Choose a stage in the graph.
            </Text>
          ) : (
            <StageForm
              key={selected.id}
              stage={selected}
              stages={stages}
              onChange={(changed) =>
                setStages(stages.map((stage) => (stage.id === changed.id ? changed : stage)))
              }
              onDelete={() => {
                setStages(stages.filter(({ id }) => id !== selected.id));
                setSelectedId(undefined);
              }}
            />
          )}
        </section>
        <section className="card card-pad" style={{ width: 330 }} aria-label="Dry run">
          <TextInput
            label="Name of the workflow"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            mb="md"
          />
          <Title order={3} mb="xs">
            Dry run
          </Title>
          <DryRun workflow={document} isSound={problems.length === 0} />
        </section>
      </div>
    </Page>
  );
}
