import { type Markup, markup, pageOf } from '../page/index.ts';
import { count, span } from '../words.ts';
import { type Answer, answers } from './answers.ts';
import { courseFigures } from './sections/course.ts';
import { dialFigures, oddsFigure } from './sections/dial.ts';
import { fairnessSection, gateSection, settingsSection } from './sections/judgement.ts';
import { ladderTable } from './sections/ladder.ts';
import { attackFigure, chanceFigure, priceTable, waitFigure } from './sections/people.ts';
import type { SimulationReport } from './simulation-report.ts';

/** The report as one HTML page that asks for nothing from anywhere: no scripts, no fonts, pictures inline. */
export function reportPage(report: SimulationReport): string {
  return pageOf(report.name, body(report));
}

function body(report: SimulationReport): Markup {
  const { settings, tokens, seats } = report;
  return markup`<header>
<h1>${report.name}</h1>
<p class="lead">${count(tokens)} places in the queue for ${count(seats)} seats; k = ${settings.k}, slots of ${settings.slotSeconds} s, ${count(settings.target)} shoppers at once, seed ${report.seed}.${designNote(report)}</p>
<p>${report.description}</p>
</header>
<main id="content">
<div class="answers">${answers(report).map(answerCard)}</div>
<h2 id="people">People</h2>
<div class="plots">${[waitFigure(report), chanceFigure(report), attackFigure(report)]}</div>
${priceTable(report)}
${ladderTable(report)}
<h2 id="course">The sale, from moment to moment</h2>
<div class="plots">${courseFigures(report)}</div>
<h2 id="dial">The dial, and what people were told</h2>
<p>What other settings of k would have made of the same arrivals and the same number of people let in.</p>
<div class="plots">${[...dialFigures(report), oddsFigure(report)]}</div>
<h2 id="checks">Checks</h2>
${gateSection(report)}
<h2 id="measures">Fairness measures</h2>
<p>Effects with their 95 % intervals. p is the chance of as much if there were no effect; with millions of people even an effect that does not matter has a small one.</p>
${fairnessSection(report)}
<h2 id="settings">Settings</h2>
${settingsSection(report)}
${sources(report)}
</main>
<footer><p>Simulated by tix in ${span(report.elapsedMs / 1000)}. The same scenario and seed give the same numbers.</p></footer>`;
}

function designNote({ design }: SimulationReport): string {
  return design === 'tix' ? '' : ` Not the design of tix but “${design}”, which breaks a rule on purpose.`;
}

function answerCard({ question, short, tone, details }: Answer): Markup {
  return markup`<section class="${tone}"><h2>${question}</h2><p class="short">${short}</p>${
    details.length === 0 ? '' : markup`<ul>${details.map((detail) => markup`<li>${detail}</li>`)}</ul>`
  }</section>`;
}

function sources({ sources: all }: SimulationReport): Markup | string {
  return all.length === 0
    ? ''
    : markup`<h2 id="sources">Where the numbers come from</h2><ul>${all.map((source) => markup`<li>${source}</li>`)}</ul>`;
}
