import { Badge, Tabs } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Project } from '../../../api/project.ts';
import type { Editor } from '../../../editor/editor.ts';
import { CommentsPanel } from './comments-panel.tsx';
import { GuidePanel } from './guide-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { useComments } from './use-comments.ts';
import type { LabelSession } from '../saving/use-label-session.ts';

interface SidePanelsProps {
  editor: Editor;
  taskId: string;
  project: Project;
  session: LabelSession;
  mayEdit: boolean;
  /** The panels of the work itself. */
  children: ReactNode;
}

/** Work, talk, history and instructions, one at a time. */
export function SidePanels({ editor, taskId, project, session, mayEdit, children }: SidePanelsProps) {
  const [tab, setTab] = useState<string | null>('labels');
  const comments = useComments(editor, taskId);
  const open = comments.threads.filter(({ first }) => !first.isResolved).length;
  return (
    <aside className="label-side" aria-label="Panels">
      <Tabs value={tab} onChange={setTab} classNames={{ list: 'side-tabs', tab: 'side-tab' }}>
        <Tabs.List grow aria-label="Panels">
          <Tabs.Tab value="labels">Labels</Tabs.Tab>
          <Tabs.Tab
            value="comments"
            rightSection={
              open > 0 ? (
                <Badge size="xs" circle={open < 10} aria-label={`${open} open`}>
                  {open}
                </Badge>
              ) : undefined
            }
          >
            Comments
          </Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="guide">Guide</Tabs.Tab>
        </Tabs.List>
      </Tabs>
      {tab === 'labels' && children}
      {tab === 'comments' && <CommentsPanel key={taskId} editor={editor} comments={comments} />}
      {tab === 'history' && (
        <HistoryPanel key={taskId} editor={editor} taskId={taskId} session={session} mayEdit={mayEdit} />
      )}
      {tab === 'guide' && <GuidePanel project={project} />}
    </aside>
  );
}
