import {
  ActionIcon,
  Button,
  Group,
  Kbd,
  Modal,
  Progress,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Editor } from '../../../editor/editor.ts';
import { useDocumentObjects } from '../use-document-objects.ts';
import { useDocumentVersion } from '../use-document-version.ts';
import { useObservable } from '../use-observable.ts';
import type { Review } from './use-review.ts';

interface ReviewPanelProps {
  editor: Editor;
  review: Review;
  /** The project's usual reasons. */
  reasons: string[];
}

/** Approve and reject, object by object or many at once. */
export function ReviewPanel({ editor, review, reasons }: ReviewPanelProps) {
  useDocumentVersion(editor.store);
  const selection = useObservable(editor.selection);
  const total = editor.store.size;
  const decided = [...review.decisions.keys()].filter((id) => editor.store.get(id) !== undefined).length;
  const rejected = [...review.decisions.values()].filter(({ decision }) => decision === 'rejected').length;
  const single = selection.length === 1 ? review.decisions.get(selection[0]) : undefined;
  return (
    <section className="panel panel-form" aria-label="Review">
      <Group justify="space-between" mb={4}>
        <Text size="xs" fw={600}>
          Review
        </Text>
        <Text size="xs" c="dimmed" className="number" role="status">
          {decided} of {total} decided{rejected > 0 ? `, ${rejected} rejected` : ''}
        </Text>
      </Group>
      <Progress
        size="xs"
        value={total === 0 ? 0 : (100 * decided) / total}
        aria-label="Objects decided"
        mb="xs"
      />
      <Group gap={6} grow>
        <Button
          variant="light"
          color="green"
          px={8}
          leftSection={<IconCheck size={14} />}
          rightSection={<Kbd size="xs">A</Kbd>}
          disabled={!review.isActive || selection.length === 0}
          onClick={() => review.approve(selection)}
        >
          Approve{selection.length > 1 ? ` ${selection.length}` : ''}
        </Button>
        <Button
          variant="light"
          color="red"
          px={8}
          leftSection={<IconX size={14} />}
          rightSection={<Kbd size="xs">X</Kbd>}
          disabled={!review.isActive || selection.length === 0}
          onClick={() => review.startReject(selection)}
        >
          Reject{selection.length > 1 ? ` ${selection.length}` : ''}
        </Button>
      </Group>
      <Button
        fullWidth
        mt={6}
        variant="default"
        disabled={!review.isActive || decided >= total}
        onClick={review.approveRest}
      >
        Approve the other {total - decided}
      </Button>
      <ReviewClasses editor={editor} review={review} />
      {single?.decision === 'rejected' && (
        <Text size="xs" c="red" mt={6}>
          Rejected: {single.reason}
          {single.comment === undefined ? '' : `, ${single.comment}`}
        </Text>
      )}
      {review.rejecting !== undefined && (
        <RejectModal
          reasons={reasons}
          count={review.rejecting.length}
          onReject={review.reject}
          onClose={review.cancelReject}
        />
      )}
    </section>
  );
}

/** The classes of the image, each to be decided as a whole. */
function ReviewClasses({ editor, review }: { editor: Editor; review: Review }) {
  const objects = useDocumentObjects(editor.store);
  const byClass = Map.groupBy(objects, ({ classId }) => classId);
  if (byClass.size < 2) return null;
  return (
    <div className="change-list" role="group" aria-label="Decide by class">
      {[...byClass].map(([classId, members]) => {
        const style = editor.classOf(classId);
        const name = style?.name ?? 'Unknown class';
        const ids = members.map(({ id }) => id);
        const open = ids.filter((id) => !review.decisions.has(id)).length;
        return (
          <div key={classId} className="row change-row">
            <span className="swatch" style={{ background: style?.color ?? '#888888' }} />
            <button
              type="button"
              className="link-button grow row-text"
              onClick={() => editor.selection.set(ids)}
            >
              {name}
            </button>
            <span className="row-count number">{open === 0 ? 'done' : `${open} of ${ids.length} open`}</span>
            <Tooltip label={`Approve all of ${name}`}>
              <ActionIcon
                size="xs"
                color="green"
                aria-label={`Approve all of ${name}`}
                disabled={!review.isActive}
                onClick={() => review.approve(ids)}
              >
                <IconCheck size={13} color="var(--mantine-color-green-6)" />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={`Reject all of ${name}`}>
              <ActionIcon
                size="xs"
                color="red"
                aria-label={`Reject all of ${name}`}
                disabled={!review.isActive}
                onClick={() => review.startReject(ids)}
              >
                <IconX size={13} color="var(--mantine-color-red-6)" />
              </ActionIcon>
            </Tooltip>
          </div>
        );
      })}
    </div>
  );
}

interface RejectModalProps {
  /** Objects; 0 means the task as a whole. */
  count: number;
  reasons: string[];
  onReject: (reason: string, comment: string) => void;
  onClose: () => void;
}

/** A number key gives one of the usual reasons at once; anything else is typed. */
export function RejectModal({ count, reasons, onReject, onClose }: RejectModalProps) {
  const [reason, setReason] = useState('');
  const [comment, setComment] = useState('');
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        count === 0
          ? 'Why is this task rejected?'
          : `Why is ${count === 1 ? 'this object' : `this (${count} objects)`} rejected?`
      }
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') onReject(reason.trim(), comment);
        }}
      >
        <Stack gap="xs">
          <Group gap={6}>
            {reasons.slice(0, 9).map((text, index) => (
              <Button
                key={text}
                size="compact-xs"
                variant={reason === text ? 'filled' : 'default'}
                leftSection={<Kbd size="xs">{index + 1}</Kbd>}
                onClick={() => onReject(text, comment)}
              >
                {text}
              </Button>
            ))}
          </Group>
          <TextInput
            label="Reason"
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => {
              const usual = reasons[Number(event.key) - 1];
              if (reason === '' && usual !== undefined) {
                event.preventDefault();
                onReject(usual, comment);
              }
            }}
          />
          <Textarea
            label="Comment (optional)"
            autosize
            minRows={2}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={reason.trim() === ''}>
              Reject
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
