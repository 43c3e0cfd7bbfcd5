import type { Asset } from '../../api/asset.ts';
import type { Editor } from '../../editor/editor.ts';
import { useObservable } from './use-observable.ts';

/** Where the cursor is, how far it is zoomed, how large the image is. */
export function StatusLine({ editor, asset }: { editor: Editor; asset: Asset }) {
  const point = useObservable(editor.cursorPoint);
  const { scale } = useObservable(editor.viewState);
  return (
    <div className="status-line number">
      {point !== undefined && (
        <span>
          {point[0].toFixed(2)}, {point[1].toFixed(2)}
        </span>
      )}
      <span>
        {asset.width} × {asset.height} px
      </span>
      <span>{Math.round(scale * 100)} %</span>
    </div>
  );
}
