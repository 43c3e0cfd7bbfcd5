import { ActionIcon, Alert, Button, Checkbox, Group, Text, Textarea, Tooltip } from '@mantine/core';
import { IconCheck, IconMapPin, IconRotate, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Comment, CommentAnchor } from '../../../api/comment.ts';
import type { Editor } from '../../../editor/editor.ts';
import { usePeople } from '../../people/use-people.ts';
import { useMe } from '../../session/use-me.ts';
import { TimeText } from '../../shell/time-text.tsx';
import type { Comments, Thread } from './use-comments.ts';
import { useObservable } from '../use-observable.ts';

interface CommentsPanelProps {
  editor: Editor;
  comments: Comments;
}

/** Threads about the image, an object or a place on it. */
export function CommentsPanel({ editor, comments }: CommentsPanelProps) {
  const [showsResolved, setShowsResolved] = useState(false);
  const resolved = comments.threads.filter(({ first }) => first.isResolved).length;
  const shown = comments.threads.filter(({ first }) => showsResolved || !first.isResolved);
  return (
    <section className="panel-form comment-panel" aria-label="Comments">
      <NewComment editor={editor} comments={comments} />
      {comments.error !== null && (
        <Alert color="red" p="xs">
          {comments.error.message}
        </Alert>
      )}
      {resolved > 0 && (
        <Checkbox
          size="xs"
          mb="xs"
          label={`Show ${resolved} resolved`}
          checked={showsResolved}
          onChange={(event) => setShowsResolved(event.currentTarget.checked)}
        />
      )}
      {comments.threads.length === 0 && (
        <Text size="xs" c="dimmed">
          No comments yet. Select an object or place a pin to say what you mean.
        </Text>
      )}
      {shown.map((thread) => (
        <ThreadCard key={thread.first.id} editor={editor} comments={comments} thread={thread} />
      ))}
    </section>
  );
}

function NewComment({ editor, comments }: CommentsPanelProps) {
  const [body, setBody] = useState('');
  const [pin, setPin] = useState<{ x: number; y: number }>();
  const selection = useObservable(editor.selection);
  const isAsking = useObservable(editor.isAskingPoint);
  useEffect(() => () => editor.askPoint(undefined), [editor]);
  const object = pin === undefined && selection.length === 1 ? editor.store.get(selection[0]) : undefined;
  const anchor: CommentAnchor =
    pin !== undefined
      ? { type: 'point', ...pin }
      : object !== undefined
        ? { type: 'object', objectId: object.id }
        : { type: 'image' };
  const about =
    pin !== undefined
      ? `About ${Math.round(pin.x)}, ${Math.round(pin.y)}`
      : object !== undefined
        ? `About the selected ${editor.classOf(object.classId)?.name ?? 'object'}`
        : 'About the image';
  const send = () =>
    comments.add.mutate(
      { anchor, body },
      {
        onSuccess: () => {
          setBody('');
          setPin(undefined);
        },
      },
    );
  return (
    <div className="new-comment">
      <Textarea
        size="xs"
        autosize
        minRows={2}
        maxRows={8}
        aria-label="New comment"
        placeholder="Say what should be looked at"
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && body.trim() !== '') send();
        }}
      />
      <Group gap={6} mt={6} wrap="nowrap">
        <Text size="xs" c="dimmed" className="grow" truncate>
          {isAsking ? 'Click the place on the image.' : about}
        </Text>
        <Tooltip label={pin === undefined ? 'Pin it to a place' : 'Take the pin away'}>
          <ActionIcon
            size="sm"
            variant={isAsking || pin !== undefined ? 'filled' : 'subtle'}
            aria-label={pin === undefined ? 'Pin it to a place' : 'Take the pin away'}
            aria-pressed={isAsking || pin !== undefined}
            onClick={() => {
              if (pin !== undefined || isAsking) {
                setPin(undefined);
                editor.askPoint(undefined);
              } else editor.askPoint(([x, y]) => setPin({ x, y }));
            }}
          >
            <IconMapPin size={15} />
          </ActionIcon>
        </Tooltip>
        <Button
          size="compact-xs"
          disabled={body.trim() === ''}
          loading={comments.add.isPending}
          onClick={send}
        >
          Comment
        </Button>
      </Group>
    </div>
  );
}

function ThreadCard({ editor, comments, thread }: CommentsPanelProps & { thread: Thread }) {
  const { first, answers, number } = thread;
  const [answer, setAnswer] = useState('');
  const show = () => {
    const { anchor } = first;
    if ('x' in anchor) editor.camera.zoomToPoint([anchor.x, anchor.y]);
    else if (anchor.type === 'object' && editor.store.get(anchor.objectId) !== undefined) {
      editor.selection.set([anchor.objectId]);
      editor.camera.zoomTo([anchor.objectId]);
    }
  };
  return (
    <article className="comment-thread" data-resolved={first.isResolved}>
      <Group gap={6} wrap="nowrap" mb={2}>
        <button type="button" className="link-button grow" onClick={show}>
          {number === undefined ? aboutOf(editor, first) : `Pin ${number}`}
        </button>
        <Tooltip label={first.isResolved ? 'Open again' : 'Resolve'}>
          <ActionIcon
            size="sm"
            aria-label={first.isResolved ? 'Open again' : 'Resolve'}
            onClick={() => comments.resolve.mutate({ id: first.id, isResolved: !first.isResolved })}
          >
            {first.isResolved ? <IconRotate size={14} /> : <IconCheck size={14} />}
          </ActionIcon>
        </Tooltip>
      </Group>
      {[first, ...answers].map((comment) => (
        <CommentText key={comment.id} comment={comment} onRemove={() => comments.remove.mutate(comment.id)} />
      ))}
      {!first.isResolved && (
        <Textarea
          size="xs"
          autosize
          minRows={1}
          maxRows={6}
          mt={4}
          aria-label="Answer"
          placeholder="Answer; Enter sends"
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || answer.trim() === '') return;
            event.preventDefault();
            comments.add.mutate({ body: answer, threadId: first.id }, { onSuccess: () => setAnswer('') });
          }}
        />
      )}
    </article>
  );
}

function aboutOf(editor: Editor, { anchor }: Comment): string {
  if (anchor.type !== 'object') return 'The image';
  const object = editor.store.get(anchor.objectId);
  return object === undefined
    ? 'An object that is gone'
    : (editor.classOf(object.classId)?.name ?? 'An object');
}

function CommentText({ comment, onRemove }: { comment: Comment; onRemove: () => void }) {
  const nameOf = usePeople();
  const me = useMe();
  return (
    <div className="comment">
      <Group gap={6} wrap="nowrap">
        <Text size="xs" fw={600} truncate>
          {nameOf(comment.authorId)}
        </Text>
        <Text size="xs" c="dimmed" className="grow">
          <TimeText at={comment.createdAt} />
        </Text>
        {comment.authorId === me.id && (
          <ActionIcon size="xs" aria-label="Remove this comment" onClick={onRemove}>
            <IconTrash size={13} />
          </ActionIcon>
        )}
      </Group>
      <Text size="xs" className="comment-body">
        {comment.body}
      </Text>
    </div>
  );
}
