/** Style and the one script of the report (sortable tables); nothing is loaded from elsewhere. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--bg:#fafafa;--panel:#fff;--ink:#1c1f23;--soft:#666d75;--line:#e3e5e8;--accent:#0b7a75;--bad:#b4432f}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--panel:#1c2024;--ink:#e8eaed;--soft:#9aa3ac;--line:#2e343a;--accent:#3fc1b8;--bad:#e57f6b}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 system-ui,sans-serif}
main{max-width:1180px;margin:0 auto;padding:32px 24px 64px}h1{font-size:22px;margin:0}h2{font-size:16px;margin:0 0 12px}
.soft{color:var(--soft)}.grid2{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:16px}
section{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin-top:16px;min-width:0}
.grid2{margin-top:16px}.grid2>section{margin-top:0}.grid2>section:last-child:nth-child(odd){grid-column:1/-1}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin-top:20px}
.tile{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
.tile b{display:block;font-size:22px;font-variant-numeric:tabular-nums}.tile span{color:var(--soft);font-size:12px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:left;padding:5px 8px;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;white-space:nowrap}th{font-weight:600}thead th{color:var(--soft);font-size:12px;position:sticky;top:0;background:var(--panel)}
.sortable thead th{cursor:pointer}.sortable thead th:hover{color:var(--accent)}.scroll{overflow:auto;max-height:560px}
svg{width:100%;height:auto}svg text{fill:var(--soft);font-size:11px}.grid{stroke:var(--line);fill:none}.line{fill:none;stroke-width:2}
figure{margin:0}.key{margin-right:14px;font-size:12px;color:var(--soft)}.key i{display:inline-block;width:14px;height:3px;margin-right:5px;vertical-align:middle;background:currentColor}
${['#0b7a75', '#c7622b', '#5b6bc0', '#b03a78', '#7a8a1c', '#2c86c9', '#8a5a3b', '#8b8f96']
  .map((colour, i) => `.line.series-${i}{stroke:${colour}}.key i.series-${i}{background:${colour}}`)
  .join('')}
.bars th{width:130px;font-weight:500}.bars td{border:0}.bars td:nth-child(2){width:55%}.bars th{border:0}.bars i{display:block;height:12px;border-radius:3px;background:var(--accent)}
.matrix{width:auto;font-size:12px}.matrix td{text-align:center;min-width:34px;border:1px solid var(--line);padding:3px}
.matrix td.hit{background:color-mix(in srgb,var(--accent) calc(var(--share)*75%),transparent)}
.matrix td.miss{background:color-mix(in srgb,var(--bad) calc(var(--share)*75%),transparent)}
.matrix thead span{writing-mode:vertical-rl;transform:rotate(180deg);max-height:120px}.matrix tbody th{position:sticky;left:0;background:var(--panel);white-space:nowrap}
.notes{color:var(--bad)}@media (max-width:520px){.grid2{grid-template-columns:1fr}}
`;

export const REPORT_SCRIPT = `
for (const table of document.querySelectorAll('table.sortable')) {
  table.tHead.addEventListener('click', (event) => {
    const head = event.target.closest('th');
    if (!head) return;
    const column = head.cellIndex, up = head.dataset.up !== '1';
    head.dataset.up = up ? '1' : '0';
    const value = (row) => { const cell = row.cells[column]; return cell.dataset.value === undefined ? cell.textContent : Number(cell.dataset.value); };
    const rows = [...table.tBodies[0].rows].sort((a, b) => { const x = value(a), y = value(b); return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1); });
    table.tBodies[0].append(...rows);
  });
}`;
