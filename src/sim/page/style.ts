/** One style sheet for light and dark. Colours after Okabe & Ito, told apart by the colour-blind; lines differ in dashes too. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1a1d21; --soft: #55606b; --rule: #d9dee3; --panel: #f5f7f9; --focus: #0b57d0;
  --s1: #0063a5; --s2: #b34700; --s3: #00734f; --good: #00663f; --bad: #a3130a; --good-bg: #e5f4ec; --bad-bg: #fbe9e7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e8eaed; --soft: #a7b0b9; --rule: #343b42; --panel: #1c2126; --focus: #8ab4f8;
    --s1: #6cbcf5; --s2: #f5a25d; --s3: #4fd0a5; --good: #6fdca8; --bad: #ff9d92; --good-bg: #16301f; --bad-bg: #3a1d1a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 1280px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 4px; }
h2 { font-size: 1.25rem; margin: 40px 0 12px; padding-top: 12px; border-top: 1px solid var(--rule); }
h3 { font-size: 1rem; margin: 0; } h3.table { margin-top: 24px; }
p { margin: 0 0 10px; max-width: 75ch; text-wrap: pretty; }
.lead { color: var(--soft); }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 16px; margin: 20px 0 0; padding: 0; }
.answers > section { background: var(--panel); border: 1px solid var(--rule); border-left: 6px solid var(--rule); border-radius: 6px; padding: 14px 16px; }
.answers h2 { border: 0; margin: 0; padding: 0; font-size: 1rem; color: var(--soft); font-weight: 600; }
.answers .short { font-size: 1.2rem; line-height: 1.3; font-weight: 650; margin: 4px 0 8px; }
.answers ul { margin: 0; padding-left: 1.1em; font-size: 0.92rem; }
.good { border-left-color: var(--good) !important; } .good .short { color: var(--good); }
.bad { border-left-color: var(--bad) !important; } .bad .short { color: var(--bad); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 28px 24px; align-items: start; }
figure { margin: 0; min-width: 0; }
.says { color: var(--soft); font-size: 0.92rem; margin: 2px 0 6px; }
figure > svg { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
svg .row-name { fill: var(--ink); }
.grid { stroke: var(--rule); stroke-width: 1; } .base, .tick { stroke: var(--soft); stroke-width: 1; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.s1 { stroke: var(--s1); } .s2 { stroke: var(--s2); } .s3 { stroke: var(--s3); }
.dashed { stroke-dasharray: 6 4; } .dotted { stroke-dasharray: 2 4; } .dot { stroke: none; } .dot.s1 { fill: var(--s1); } .dot.s2 { fill: var(--s2); }
.band { fill: var(--s1); opacity: 0.18; } .swatch { stroke: var(--s1); stroke-width: 10; opacity: 0.25; }
.whisker { stroke: var(--s1); stroke-width: 2; opacity: 0.6; }
.reference { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 3 3; fill: none; }
.bar { stroke: var(--s1); stroke-width: 3; stroke-linecap: round; } .value { fill: var(--s1); stroke: var(--paper); stroke-width: 1.5; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 2px 0 0; padding: 0; font-size: 0.85rem; color: var(--soft); }
.legend svg { width: 24px; height: 10px; vertical-align: middle; }
details { font-size: 0.88rem; margin-top: 4px; } summary { cursor: pointer; color: var(--soft); padding: 4px 0; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--rule); vertical-align: top; white-space: nowrap; font-weight: 400; }
.number { text-align: right; } .words, th[scope="row"], thead th:first-child { text-align: left; }
td.words { white-space: normal; min-width: 22ch; max-width: 48ch; }
thead th { color: var(--soft); font-weight: 600; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 20px; top: 8px; background: var(--paper); padding: 6px 10px; }
footer { color: var(--soft); font-size: 0.88rem; padding-bottom: 40px; margin-top: 40px; }
@media print { details { display: none; } }
`;
