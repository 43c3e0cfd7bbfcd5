import type { Page } from 'playwright-core';
import type { LabelContent } from '../../shared/labels/label-document.ts';
import type { ApiClient } from './api-client.ts';

type Point = [number, number];

/** The label page as a hand and an eye use it. */
export class LabelPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a task and takes it, when it is not taken yet. */
  async open(origin: string, taskId: string): Promise<void> {
    await this.page.goto(`${origin}/tasks/${taskId}`);
    await this.page.locator('.editor-stage').waitFor();
    const take = this.page.getByRole('button', { name: 'Take this task' });
    await take.or(this.page.getByRole('button', { name: 'Release' })).waitFor();
    if (await take.isVisible()) await take.click();
    await this.page.getByRole('button', { name: 'Release' }).waitFor();
  }

  /** Chooses a class by its row, which also chooses its tool. */
  async chooseClass(name: string): Promise<void> {
    await this.page.getByRole('option', { name }).click();
  }

  /** Screen position of an image point, read from the status line's own zoom after a fit. */
  async toScreen([x, y]: Point, image: { width: number; height: number }): Promise<Point> {
    const box = await this.page.locator('.editor-stage').boundingBox();
    if (box === null) throw new Error('The editor is not on the page.');
    const scale = Math.min((box.width - 32) / image.width, (box.height - 32) / image.height);
    return [
      box.x + box.width / 2 + (x - image.width / 2) * scale,
      box.y + box.height / 2 + (y - image.height / 2) * scale,
    ];
  }

  async drag(from: Point, to: Point, steps = 6): Promise<void> {
    await this.page.mouse.move(...from);
    await this.page.mouse.down();
    await this.page.mouse.move(...to, { steps });
    await this.page.mouse.up();
  }

  async clicks(points: Point[]): Promise<void> {
    for (const point of points) await this.page.mouse.click(...point);
  }

  /** Waits until the page says that everything is on the server. */
  async saved(): Promise<void> {
    await this.page.locator('[data-save-state="saved"]').waitFor({ timeout: 15_000 });
  }

  async saveNow(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.saved();
  }
}

/** The document as the API tells it. */
export function savedLabels(api: ApiClient, taskId: string): Promise<LabelContent & { revision: number }> {
  return api.call('GET', `tasks/${taskId}/labels`);
}
