import { Button, Checkbox, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

const AT_ONCE = 500;

type Outcomes = { outcomes: { ok: boolean }[] };

/** Applies one operation to many tasks; answers for how many it worked. */
async function manageAll(taskIds: readonly string[], action: Record<string, unknown>): Promise<number> {
  let done = 0;
  for (let first = 0; first < taskIds.length; first += AT_ONCE) {
    const body = { taskIds: taskIds.slice(first, first + AT_ONCE), action };
    const { outcomes } = await request<Outcomes>('POST', 'tasks/bulk', { body });
    done += outcomes.filter(({ ok }) => ok).length;
  }
  return done;
}

/** Puts the tasks of a selection at the front of the queue. */
export function SendToAnnotation({ taskIds }: { taskIds: readonly string[] }) {
  const client = useQueryClient();
  const [isOpen, modal] = useDisclosure();
  const [priority, setPriority] = useState(90);
  const [reopens, setReopens] = useState(false);
  const send = useMutation({
    mutationFn: async () => {
      const reopened = reopens ? await manageAll(taskIds, { operation: 'reopen' }) : 0;
      return { reopened, moved: await manageAll(taskIds, { operation: 'setPriority', priority }) };
    },
    onSuccess: async ({ reopened, moved }) => {
      modal.close();
      await client.invalidateQueries({ queryKey: ['tasks'] });
      notifications.show({
        message: `${moved} of ${taskIds.length} tasks have priority ${priority} now${reopens ? `; ${reopened} were reopened` : ''}.`,
      });
    },
    onError: (error) => notifyProblem('The tasks were not sent', error),
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSend size={15} />}
        disabled={taskIds.length === 0}
        onClick={modal.open}
      >
        Send {taskIds.length.toLocaleString('en')} {taskIds.length === 1 ? 'image' : 'images'} to annotation
      </Button>
      <Modal opened={isOpen} onClose={modal.close} title="Send to annotation">
        <Stack gap="sm">
          <Text size="sm">Tasks with a high priority are handed out first.</Text>
          <NumberInput
            label="Priority, 0 to 100"
            min={0}
            max={100}
            value={priority}
            onChange={(value) => setPriority(Number(value) || 0)}
          />
          <Checkbox
            label="Reopen tasks that are finished"
            checked={reopens}
            onChange={(event) => setReopens(event.currentTarget.checked)}
          />
          <Button loading={send.isPending} onClick={() => send.mutate()}>
            Send
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
