import { type Markup, markup, nothing } from '../markup.ts';
import { SIZE } from './frame.ts';

/** A table of what a plot shows, for those who do not see it and those who want the numbers. */
export interface DataTable {
  /** Headings. Columns hold numbers, except the first and those named in `words`. */
  readonly columns: readonly string[];
  readonly words?: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface LegendEntry {
  readonly name: string;
  /** CSS class that draws the line. */
  readonly look: string;
}

export interface PlotFigure {
  readonly id: string;
  readonly title: string;
  /** What the plot says, in a sentence: its text alternative. */
  readonly says: string;
  readonly drawing: Markup;
  readonly height?: number;
  readonly legend?: readonly LegendEntry[];
  readonly table: DataTable;
}

/** A plot with its heading, its message in words, its legend, and a table behind it. */
export function figure({ id, title, says, drawing, height, legend, table }: PlotFigure): Markup {
  return markup`<figure aria-labelledby="${id}">
<h3 id="${id}">${title}</h3>
<p class="says">${says}</p>
<svg viewBox="0 0 ${SIZE.width} ${height ?? SIZE.height}" role="img" aria-label="${title}: ${says}">${drawing}</svg>
${legend === undefined ? nothing : legendList(legend)}
<details><summary>Numbers behind “${title}”</summary>${dataTable(title, table)}</details>
</figure>
`;
}

function legendList(entries: readonly LegendEntry[]): Markup {
  return markup`<ul class="legend">${entries.map(
    ({ name, look }) =>
      markup`<li><svg viewBox="0 0 24 10" aria-hidden="true"><line class="${look}" x1="0" x2="24" y1="5" y2="5"/></svg> ${name}</li>`,
  )}</ul>`;
}

/** A table that scrolls on its own when it is wider than the page; the first column names the row. */
export function dataTable(caption: string, { columns, words, rows }: DataTable): Markup {
  const looks = columns.map((column) => (words?.includes(column) === true ? 'words' : 'number'));
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column, i) => markup`<th scope="col" class="${looks[i]}">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...rest]) =>
      markup`<tr><th scope="row">${first}</th>${rest.map((cell, i) => markup`<td class="${looks[i + 1]}">${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}
