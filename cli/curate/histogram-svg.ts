const BINS = 40;
const WIDTH = 320;
const HEIGHT = 90;

/** A histogram as SVG with its axis, and a dashed line at each threshold. */
export function histogramSvg(title: string, values: number[], unit: string, thresholds: number[]): string {
  const low = values.reduce((a, b) => Math.min(a, b), Math.min(...thresholds));
  const high = values.reduce((a, b) => Math.max(a, b), Math.max(...thresholds));
  const span = high - low || 1;
  const counts = Array.from({ length: BINS }, () => 0);
  for (const value of values) counts[Math.min(BINS - 1, Math.floor(((value - low) / span) * BINS))]++;
  const most = Math.max(...counts);
  const bar = WIDTH / BINS;
  const bars = counts
    .map((count, i) => {
      const height = (count / most) * HEIGHT;
      const from = low + (i * span) / BINS;
      return `<rect x="${(i * bar).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(bar - 1).toFixed(1)}" height="${height.toFixed(1)}"><title>${from.toPrecision(3)} to ${(from + span / BINS).toPrecision(3)}: ${count} images</title></rect>`;
    })
    .join('');
  const lines = thresholds
    .map((at) => {
      const x = (((at - low) / span) * WIDTH).toFixed(1);
      return `<line x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"><title>threshold ${at.toPrecision(3)}</title></line>`;
    })
    .join('');
  return `<figure class="chart"><figcaption>${title}<small>${unit}; dashed: thresholds; tallest bar ${most} images</small></figcaption><svg viewBox="0 0 ${WIDTH} ${HEIGHT + 16}" role="img" aria-label="Histogram of ${title}">${bars}${lines}<text x="0" y="${HEIGHT + 13}">${low.toPrecision(3)}</text><text x="${WIDTH}" y="${HEIGHT + 13}" text-anchor="end">${high.toPrecision(3)}</text></svg></figure>`;
}
