import { type Answer, answers } from '../answers.ts';
import { type Markup, markup, trusted } from '../markup.ts';
import type { SimulationReport } from '../simulation-report.ts';
import { count, span } from '../words.ts';
import { courseFigures } from './course.ts';
import { dialFigures, oddsFigure } from './dial.ts';
import { fairnessSection, gateSection, settingsSection } from './judgement.ts';
import { attackFigure, chanceFigure, priceTable, waitFigure } from './people.ts';
import { STYLE } from './style.ts';

/** The report as one HTML page that asks for nothing from anywhere: no scripts, no fonts, pictures inline. */
export function reportPage(report: SimulationReport): string {
  return pageOf(report.name, trusted(STYLE), body(report)).toString();
}

/** The frame of every page of ours. */
export function pageOf(title: string, style: Markup, content: Markup): Markup {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – tix simulation</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${content}
</body>
</html>
`;
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
<h2 id="course">The sale, from moment to moment</h2>
<div class="plots">${courseFigures(report)}</div>
<h2 id="dial">The dial, and what people were told</h2>
<p>What other settings of k would have made of the same arrivals and the same number of people let in.</p>
<div class="plots">${[...dialFigures(report), oddsFigure(report)]}</div>
<h2 id="checks">Checks</h2>
${gateSection(report)}
<h2 id="measures">Fairness measures</h2>
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
