import type { ToolName } from '../tool-names.ts';
import { BrushTool } from './brush-tool.ts';
import { CuboidTool } from './cuboid-tool.ts';
import { KeypointsTool } from './keypoints-tool.ts';
import { LineTool } from './line-tool.ts';
import { RectangleTool } from './rectangle-tool.ts';
import { RotatedBoxTool } from './rotated-box-tool.ts';
import { SamTool } from './sam-tool.ts';
import { SelectTool } from './select-tool.ts';
import type { Tool, ToolHost } from './tool.ts';
import { WandTool } from './wand-tool.ts';

export function makeTool(name: ToolName, host: ToolHost): Tool {
  switch (name) {
    case 'select':
      return new SelectTool(host);
    case 'box':
    case 'ellipse':
      return new RectangleTool(host, name);
    case 'rotatedBox':
      return new RotatedBoxTool(host);
    case 'polygon':
    case 'polyline':
      return new LineTool(host, name);
    case 'keypoints':
      return new KeypointsTool(host);
    case 'brush':
      return new BrushTool(host, false);
    case 'eraser':
      return new BrushTool(host, true);
    case 'wand':
      return new WandTool(host);
    case 'sam':
      return new SamTool(host);
    case 'cuboid2d':
      return new CuboidTool(host);
  }
}
