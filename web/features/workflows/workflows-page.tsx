import { Button, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHierarchy2, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { WORKFLOW_TEMPLATES } from '../../../shared/workflow/templates.ts';
import { request } from '../../api/request.ts';
import { usePages } from '../../api/use-pages.ts';
import type { Workflow, WorkflowContent } from '../../api/workflow.ts';
import { notifyProblem } from '../shell/notify-problem.ts';
import { Page } from '../shell/page.tsx';
import { RevisionList } from '../shell/revision-list.tsx';

export function WorkflowsPage() {
  const workflows = usePages<Workflow>('workflows');
  const [isOpen, modal] = useDisclosure();
  const create = (
    <Button leftSection={<IconPlus size={15} />} onClick={modal.open}>
      New workflow
    </Button>
  );
  return (
    <Page title="Workflows" actions={create}>
      <RevisionList
        label="Workflows"
        pages={workflows}
        icon={IconHierarchy2}
        emptyTitle="No workflows yet"
        empty="A workflow is the way of every image: who labels it, who reviews it, what happens when it is rejected."
        emptyAction={create}
        savedTitle="Published"
        path="/workflows"
      />
      {isOpen && <NewWorkflowModal onClose={modal.close} />}
    </Page>
  );
}

function NewWorkflowModal({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: (workflow: WorkflowContent) => request<Workflow>('POST', 'workflows', { body: workflow }),
    onSuccess: async (workflow) => {
      await client.invalidateQueries({ queryKey: ['workflows'] });
      await navigate({ to: '/workflows/$workflowId', params: { workflowId: workflow.id } });
    },
    onError: (error) => notifyProblem('The workflow could not be made', error),
  });
  return (
    <Modal opened onClose={onClose} title="Begin with a template" size="lg">
      <Stack gap="xs">
        {WORKFLOW_TEMPLATES.map(({ id, description, workflow }) => (
          <UnstyledButton
            key={id}
            className="card card-pad"
            disabled={create.isPending}
            onClick={() => create.mutate(workflow)}
          >
            <Group justify="space-between" wrap="nowrap">
              <div>
                <Text fw={600} size="sm">
                  {workflow.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {description}
                </Text>
              </div>
              <Text size="xs" c="dimmed" className="number" style={{ whiteSpace: 'nowrap' }}>
                {workflow.stages.length} stages
              </Text>
            </Group>
          </UnstyledButton>
        ))}
      </Stack>
    </Modal>
  );
}
