import { Modal, NumberInput, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Model } from '../../api/model.ts';
import type { PredictionSet } from '../../api/prediction-set.ts';
import { request } from '../../api/request.ts';
import type { Snapshot } from '../../api/snapshot.ts';
import { ModalForm } from '../shell/modal-form.tsx';

interface NewEvaluationModalProps {
  projectId: string;
  models: Model[];
  sets: PredictionSet[];
  snapshots: Snapshot[];
  onClose: () => void;
}

/** Asks what is to be scored against which labels: predictions that are here, or those that a model makes first. */
export function NewEvaluationModal({ projectId, models, sets, snapshots, onClose }: NewEvaluationModalProps) {
  const client = useQueryClient();
  const [source, setSource] = useState(
    sets[0] ? `set ${sets[0].id}` : models[0] ? `model ${models[0].id}` : '',
  );
  const [snapshotId, setSnapshotId] = useState('');
  const [split, setSplit] = useState('');
  const [iouType, setIouType] = useState('bbox');
  const [minMap, setMinMap] = useState<number | string>('');
  const splits = Object.keys(snapshots.find(({ id }) => id === snapshotId)?.splits ?? {});
  const start = useMutation({
    mutationFn: () => {
      const gate = typeof minMap === 'number' ? { minMap: minMap / 100 } : {};
      const truth = snapshotId === '' ? {} : { snapshotId, ...(split === '' ? {} : { split }) };
      const [kind, id] = source.split(' ');
      const scored = kind === 'set' ? { predictionSetId: id } : { modelId: id, projectId };
      return request('POST', 'evaluations', { body: { ...scored, iouType, ...truth, ...gate } });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['jobs'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Evaluate predictions">
      <ModalForm action="Evaluate" save={start} isComplete={source !== ''} onClose={onClose}>
        <Select
          label="Predictions"
          value={source}
          onChange={(value) => setSource(value ?? '')}
          allowDeselect={false}
          data={[
            {
              group: 'Imported',
              items: sets.map(({ id, name }) => ({ value: `set ${id}`, label: name })),
            },
            {
              group: 'Let a model predict them first',
              items: models.map(({ id, name }) => ({ value: `model ${id}`, label: name })),
            },
          ].filter(({ items }) => items.length > 0)}
        />
        <Select
          label="Against the labels of"
          value={snapshotId}
          onChange={(value) => {
            setSnapshotId(value ?? '');
            setSplit('');
          }}
          allowDeselect={false}
          data={[
            { value: '', label: 'The project as it is now' },
            ...snapshots
              .filter(({ status }) => status === 'sealed')
              .map(({ id, name }) => ({ value: id, label: `Snapshot ${name}` })),
          ]}
        />
        {splits.length > 0 && (
          <Select
            label="Split"
            value={split}
            onChange={(value) => setSplit(value ?? '')}
            allowDeselect={false}
            data={[{ value: '', label: 'All' }, ...splits]}
          />
        )}
        <Select
          label="Compare"
          value={iouType}
          onChange={(value) => setIouType(value ?? 'bbox')}
          allowDeselect={false}
          data={[
            { value: 'bbox', label: 'Boxes' },
            { value: 'segm', label: 'Masks' },
          ]}
        />
        <NumberInput
          label="Gate: AP to be reached, %"
          placeholder="none"
          min={0}
          max={100}
          value={minMap}
          onChange={setMinMap}
        />
      </ModalForm>
    </Modal>
  );
}
