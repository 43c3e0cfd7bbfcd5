/** A line of a chart: points in data units, drawn in the colour of a CSS class `series-N`. */
export interface Series {
  name: string;
  points: [x: number, y: number][];
}

const WIDTH = 560;
const HEIGHT = 340;
const LEFT = 48;
const BOTTOM = 40;

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Percent with one digit; a dash where there was nothing to average. */
export function percent(value: number): string {
  return value < 0 || Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)} %`;
}

/** Curves over the unit square, with grid, axes and a legend. */
export function lineChart(xName: string, yName: string, series: readonly Series[]): string {
  const x = (value: number): string => (LEFT + value * (WIDTH - LEFT - 12)).toFixed(1);
  const y = (value: number): string => (12 + (1 - value) * (HEIGHT - BOTTOM - 12)).toFixed(1);
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const grid = ticks
    .map(
      (tick) =>
        `<path class="grid" d="M${x(0)} ${y(tick)}H${x(1)}M${x(tick)} ${y(0)}V${y(1)}"/>` +
        `<text x="${x(tick)}" y="${HEIGHT - 22}" text-anchor="middle">${tick}</text>` +
        `<text x="${LEFT - 8}" y="${Number(y(tick)) + 4}" text-anchor="end">${tick}</text>`,
    )
    .join('');
  const lines = series
    .map(({ name, points }, i) => {
      const d = points.map(([px, py], n) => `${n === 0 ? 'M' : 'L'}${x(px)} ${y(py)}`).join('');
      return `<path class="line series-${i % 8}" d="${d}"><title>${escapeHtml(name)}</title></path>`;
    })
    .join('');
  const legend = series
    .map(({ name }, i) => `<span class="key"><i class="series-${i % 8}"></i>${escapeHtml(name)}</span>`)
    .join('');
  return `<figure><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(yName)} over ${escapeHtml(xName)}">${grid}${lines}
<text x="${(LEFT + WIDTH) / 2}" y="${HEIGHT - 4}" text-anchor="middle" class="axis">${escapeHtml(xName)}</text>
<text transform="translate(12 ${(HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle" class="axis">${escapeHtml(yName)}</text></svg>
<figcaption>${legend}</figcaption></figure>`;
}

/** Horizontal bars of shares, a row each. */
export function barRows(rows: readonly { name: string; value: number; text: string }[]): string {
  const most = Math.max(1e-12, ...rows.map((row) => row.value));
  return `<table class="bars">${rows
    .map(
      ({ name, value, text }) =>
        `<tr><th>${escapeHtml(name)}</th><td><i style="width:${((100 * Math.max(0, value)) / most).toFixed(1)}%"></i></td><td class="n">${text}</td></tr>`,
    )
    .join('')}</table>`;
}

/** Rows are the truth, columns what was predicted; shade by share of the row. */
export function matrixTable(labels: readonly string[], counts: readonly (readonly number[])[]): string {
  const head = labels.map((label) => `<th scope="col"><span>${escapeHtml(label)}</span></th>`).join('');
  const body = counts
    .map((row, i) => {
      const total = Math.max(
        1,
        row.reduce((a, b) => a + b, 0),
      );
      const cells = row
        .map((count, j) => {
          const share = count / total;
          const title = `${labels[i]} taken for ${labels[j]}: ${count} (${(100 * share).toFixed(1)} %)`;
          const kind = i === j ? 'hit' : 'miss';
          return count === 0
            ? '<td></td>'
            : `<td class="${kind}" style="--share:${share.toFixed(3)}" title="${escapeHtml(title)}">${count}</td>`;
        })
        .join('');
      return `<tr><th scope="row">${escapeHtml(labels[i])}</th>${cells}</tr>`;
    })
    .join('');
  return `<div class="scroll"><table class="matrix"><thead><tr><th></th>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}
