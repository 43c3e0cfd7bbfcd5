import { Alert, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Asset } from '../../api/asset.ts';
import type { Ontology } from '../../api/ontology.ts';
import type { Project } from '../../api/project.ts';
import type { Task } from '../../api/task.ts';
import type { Stage } from '../../api/workflow.ts';
import type { Editor } from '../../editor/editor.ts';
import { TOOLS_OF_SHAPE, type ToolName } from '../../editor/tool-names.ts';
import { useMe } from '../session/use-me.ts';
import { AttributePanel } from './panels/attribute-panel.tsx';
import { ClassPanel } from './panels/class-panel.tsx';
import { ConflictModal } from './saving/conflict-modal.tsx';
import { ConsensusPanel } from './consensus/consensus-panel.tsx';
import { EditorCanvas } from './editor-canvas.tsx';
import { LabelHeader } from './label-header.tsx';
import { objectActions } from './panels/object-actions.ts';
import { ObjectPanel } from './panels/object-panel.tsx';
import { RejectionPanel } from './review/rejection-panel.tsx';
import { ReviewPanel } from './review/review-panel.tsx';
import { SamBulk } from './segmenting/sam-bulk.tsx';
import { SamStatus } from './segmenting/sam-status.tsx';
import { ShortcutHelp } from './shortcuts/shortcut-help.tsx';
import { SidePanels } from './panels/side-panels.tsx';
import { StatusLine } from './status-line.tsx';
import { TaskActions } from './task/task-actions.tsx';
import { ToolRail } from './tool-rail.tsx';
import { CorrectionPanel } from './review/correction-panel.tsx';
import { useConsensus } from './consensus/use-consensus.ts';
import { useCorrection } from './review/use-correction.ts';
import { useImage } from './task/use-image.ts';
import { useLabelSession } from './saving/use-label-session.ts';
import { useLease } from './task/use-lease.ts';
import { useReview } from './review/use-review.ts';
import { useSegmenter } from './segmenting/use-segmenter.ts';
import { useShortcuts } from './shortcuts/use-shortcuts.ts';

interface LabelWorkspaceProps {
  task: Task;
  asset: Asset;
  project: Project;
  ontology: Ontology;
  /** Of the project's workflow; empty while it is unknown. */
  stages: Stage[];
}

/** The editor with its panels, for one task: drawing in annotate stages, deciding in review stages. */
export function LabelWorkspace({ task, asset, project, ontology, stages }: LabelWorkspaceProps) {
  const stage = stages.find(({ id }) => id === task.stageId);
  const me = useMe();
  const [editor, setEditor] = useState<Editor>();
  const onEditor = useCallback((next: Editor | undefined) => setEditor(next), []);
  const classes = useMemo(() => ontology.classes.filter(({ archived }) => !archived), [ontology]);
  const isMine = task.status === 'assigned' && task.assigneeId === me.id;
  const isReview = task.stageKind === 'review';
  const lost = useLease(task, isMine);
  const mayEdit = isMine && lost === undefined && (!isReview || stage?.settings.editLabels === true);
  const image = useImage(editor, asset);
  const hasModel = useSegmenter(editor, task);
  const consensus = useConsensus(editor, task, stages);
  const session = useLabelSession(editor, task.id);
  const review = useReview(editor, task, isReview && isMine && lost === undefined, session.saver);
  const correction = useCorrection(editor, task, isReview);
  const [isHelpOpen, help] = useDisclosure();
  const classSearch = useRef<HTMLInputElement>(null);
  const submitRef = useRef<(() => void) | undefined>(undefined);

  useEffect(() => {
    editor?.setClasses(
      ontology.classes.map(({ id, name, color, shape, skeleton }) => ({
        id,
        name,
        color,
        shape,
        skeleton: skeleton?.edges,
        pointNames: skeleton?.points.map((point) => point.name),
      })),
    );
  }, [editor, ontology]);
  useEffect(() => {
    if (editor === undefined) return;
    editor.isReadOnly.set(!mayEdit);
    if (!mayEdit) editor.setTool('select');
    else if (!isReview && editor.activeClassId.value === undefined && classes.length > 0) {
      editor.setActiveClass(classes[0].id);
    }
  }, [editor, mayEdit, isReview, classes]);

  const chooseClass = (classId: string) => {
    if (editor === undefined) return;
    const shape = classes.find(({ id }) => id === classId)?.shape;
    const fitting = editor.selection.value.filter((id) => {
      const object = editor.store.get(id);
      return object !== undefined && object.shape.type === shape && object.classId !== classId;
    });
    if (fitting.length > 0 && editor.toolName.value === 'select') {
      editor.change(fitting, { classId, attributes: {} });
    }
    if (editor.toolName.value === 'select' && fitting.length > 0) editor.activeClassId.set(classId);
    else editor.setActiveClass(classId);
    // The next key is meant for the canvas (Space pans), not for the row that was clicked.
    editor.focus();
  };
  const chooseTool = (name: ToolName) => {
    if (editor === undefined || (name !== 'select' && editor.isReadOnly.value)) return;
    const fits = (classId: string | undefined) => {
      const shape = classes.find(({ id }) => id === classId)?.shape;
      return shape !== undefined && TOOLS_OF_SHAPE[shape].includes(name);
    };
    if (name === 'sam' && !hasModel) return;
    if (name !== 'select' && !fits(editor.activeClassId.value)) {
      const usable = classes.find(({ id }) => fits(id));
      if (usable === undefined) return;
      editor.activeClassId.set(usable.id);
    }
    editor.setTool(name);
    editor.focus();
  };
  useShortcuts(
    editor,
    editor === undefined
      ? {}
      : {
          ...objectActions(editor, chooseTool),
          ...review.actions,
          ...correction?.actions,
          save: () => void session.saver?.flush(),
          submit: () => submitRef.current?.(),
          help: help.open,
          'class-search': () => classSearch.current?.focus(),
        },
    (digit) => {
      if (digit === 0 || classes[digit - 1] === undefined || !mayEdit) return false;
      chooseClass(classes[digit - 1].id);
      return true;
    },
  );

  return (
    <main className="label-page">
      <LabelHeader
        task={task}
        project={project}
        stage={stage}
        editor={editor}
        saveState={session.state}
        isReadOnly={!mayEdit}
        onHelp={help.open}
        actions={
          <TaskActions
            task={task}
            isMine={isMine && lost === undefined}
            saver={session.saver}
            review={review}
            reasons={project.rejectionReasons}
            submitRef={submitRef}
          />
        }
      />
      {lost !== undefined && (
        <Alert color="orange" p="xs" radius={0} role="alert" title="You no longer hold this task">
          <Text size="xs">{lost} What you saved is kept; nothing more can be saved from here.</Text>
        </Alert>
      )}
      {session.problem !== undefined && (
        <Alert color="red" p="xs" radius={0} role="alert">
          {session.problem.message}
        </Alert>
      )}
      {image.problem !== undefined && (
        <Alert color="yellow" p="xs" radius={0}>
          {image.problem}
        </Alert>
      )}
      <div className="label-body">
        {editor !== undefined && (
          <ToolRail editor={editor} classes={classes} chooseTool={chooseTool} hasModel={hasModel} />
        )}
        <div className="label-middle">
          <EditorCanvas userId={me.id} onEditor={onEditor} />
          {editor !== undefined && <SamStatus editor={editor} />}
          {editor !== undefined && <StatusLine editor={editor} asset={asset} />}
        </div>
        {editor !== undefined && (
          <SidePanels editor={editor} taskId={task.id} project={project} session={session} mayEdit={mayEdit}>
            <SamBulk editor={editor} />
            {task.rejection !== undefined && !isReview && (
              <RejectionPanel editor={editor} task={task} canResolve={isMine && lost === undefined} />
            )}
            {consensus !== undefined && (
              <ConsensusPanel
                editor={editor}
                consensus={consensus}
                classifications={ontology.classifications}
                mayPick={mayEdit}
              />
            )}
            {isReview && <ReviewPanel editor={editor} review={review} reasons={project.rejectionReasons} />}
            {correction !== undefined && <CorrectionPanel editor={editor} correction={correction} />}
            {(mayEdit || !isReview) && (
              <ClassPanel editor={editor} classes={classes} searchRef={classSearch} choose={chooseClass} />
            )}
            <ObjectPanel editor={editor} />
            <AttributePanel
              key={task.id}
              editor={editor}
              classes={ontology.classes}
              classifications={ontology.classifications}
            />
          </SidePanels>
        )}
      </div>
      {isHelpOpen && <ShortcutHelp onClose={help.close} />}
      {session.conflicts !== undefined && editor !== undefined && (
        <ConflictModal
          editor={editor}
          conflicts={session.conflicts}
          classifications={ontology.classifications}
          onClose={session.clearConflicts}
        />
      )}
    </main>
  );
}
