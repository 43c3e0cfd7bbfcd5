/** Dark and light after the reader's system; one accent colour. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#fbfbfa,#17181a);--card:light-dark(#fff,#202225);--line:light-dark(#e3e3e0,#33363a);--dim:light-dark(#666,#9a9ea4);--accent:#0f8b8d}
body{margin:0 auto;max-width:1180px;padding:24px;background:var(--bg);font:14px/1.45 system-ui,sans-serif}
h1{margin:0;font-size:24px}h2{font-size:17px;margin:32px 0 10px}h2 b{color:var(--accent)}h3{font-size:13px;color:var(--dim);margin:14px 0 6px}
header p,small{color:var(--dim)}small{display:block;font-size:11px;overflow-wrap:anywhere}
.cards,.charts{display:flex;flex-wrap:wrap;gap:12px;margin:16px 0}
.cards div,.chart{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 14px;margin:0}
.cards b{display:block;font-size:22px;color:var(--accent)}
.chart{flex:1 1 240px}.chart svg{width:100%}.chart rect{fill:var(--accent)}.chart line{stroke:#d1495b;stroke-dasharray:3 3}.chart text{font-size:10px;fill:var(--dim)}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(148px,1fr));gap:10px;margin-bottom:10px}
.grid figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:6px;overflow:hidden}
.grid img{width:100%;height:110px;object-fit:contain;display:block}.none{height:110px;display:grid;place-items:center;color:var(--dim)}
figcaption{font-size:12px;overflow-wrap:anywhere}table{border-collapse:collapse;width:100%;font-size:12px}td,th{text-align:left;padding:3px 8px;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
summary{cursor:pointer;color:var(--dim)}
`;
