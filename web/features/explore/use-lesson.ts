import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MicroModel } from '../../api/curation.ts';
import { request } from '../../api/request.ts';
import { notifyProblem } from '../shell/notify-problem.ts';

interface Lesson {
  classes: { name: string; assetIds: string[] }[];
  prelabel?: { classificationId: string; minimumProbability: number };
}

/** Teaches classes by examples; with `prelabel`, answers a question of the surest images too. */
export function useLesson(curationId: string, onTaught: (model: MicroModel, lesson: Lesson) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lesson: Lesson) =>
      request<MicroModel>('POST', `curations/${curationId}/micro-models`, { body: lesson }),
    onSuccess: async (model, lesson) => {
      onTaught(model, lesson);
      if (!lesson.prelabel) return;
      const { prelabelled } = model;
      notifications.show({
        message:
          prelabelled === 0
            ? 'No task was answered: those that wait have an answer already.'
            : `${prelabelled.toLocaleString('en')} ${prelabelled === 1 ? 'task has' : 'tasks have'} an answer now.`,
      });
      await client.invalidateQueries({ queryKey: ['tasks'] });
    },
    onError: (error) => notifyProblem('Nothing could be learned', error),
  });
}
