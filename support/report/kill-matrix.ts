import type { Catalogue } from '#support/requirements/catalogue';
import { anchorOf, CASES_PAGE } from './cases-page';
import { type Html, html, htmlPage } from './html-page';
import type { MutantOutcome, MutantsFile, NullMeterOutcome, RigBaseline } from './mutants-file';

/** The kill matrix as a page: which fault each case has been seen to find, and which faults are found by none. */
export function killMatrix(file: MutantsFile, catalogue: Catalogue): string {
  const tried = file.mutants.filter(({ status }) => status !== 'ignored');
  const killed = tried.filter(({ status }) => status === 'killed');
  return htmlPage(
    'Kill matrix',
    html`<p>${killed.length} of ${tried.length} faulty meters are found out by a case that they violate. Against the
conforming meter ${file.baseline.PASSED} scenarios passed and ${file.baseline.INAPPLICABLE} were inapplicable.</p>
<ul>${file.baselines.map(baselineItem)}</ul>
<h2>Faults</h2>
<table><tr><th>Mutant</th><th>A meter that …</th><th>Violates</th><th>Status</th><th>Rig</th></tr>
${file.mutants.map(mutantRow)}</table>
<h2>Cases</h2>
<table><tr><th>Case</th><th>Title</th><th>Faults that it finds</th></tr>
${casesOf(file).map((id) => caseRow(id, catalogue.find(id)?.title ?? '', killed))}</table>
<h2>Null meters</h2>
<p>Mute and refuser must pass nothing, the others no negative scenario.</p>
<table><tr><th>Null meter</th><th>Rig</th><th>Passed</th><th>Negative ones passed</th></tr>
${file.nullMeters.flatMap(nullMeterRows)}</table>`,
  );
}

function baselineItem({ rig, counts }: RigBaseline): Html {
  return html`<li>over ${rig}: ${counts.PASSED} passed, ${counts.INAPPLICABLE} inapplicable</li>
`;
}

function mutantRow({ id, fault, violates, status, killedBy, rigs }: MutantOutcome): Html {
  const found = status === 'killed' || status === 'ignored' ? 'good' : 'bad';
  const where = status === 'killed-elsewhere' ? html` by ${killedBy.map((name) => caseLink(name, false))}` : html``;
  return html`<tr id="${anchorOf(id)}"><th>${id}</th><td>${fault}</td>
<td>${violates.map((name) => caseLink(name, killedBy.includes(name)))}</td><td class="${found}">${status}${where}</td><td>${rigs.join(', ')}</td></tr>
`;
}

/** A case that found the fault is marked. */
function caseLink(id: string, found: boolean): Html {
  return html`<a href="${CASES_PAGE}#${anchorOf(id)}">${id}</a>${found ? ' ✓' : ''} `;
}

function casesOf({ mutants }: MutantsFile): string[] {
  return [...new Set(mutants.flatMap(({ violates, killedBy }) => [...violates, ...killedBy]))].sort();
}

function caseRow(id: string, title: string, killed: readonly MutantOutcome[]): Html {
  const found = killed.filter(({ killedBy }) => killedBy.includes(id));
  const links = found.map(
    (mutant) => html`<a href="#${anchorOf(mutant.id)}" title="${mutant.fault}">${mutant.id}</a> `,
  );
  return html`<tr id="${anchorOf(id)}"><th>${caseLink(id, false)}</th><td>${title}</td><td>${links}</td></tr>
`;
}

function nullMeterRows({ id, overRigs }: NullMeterOutcome): Html[] {
  return overRigs.map(
    ({
      rig,
      passed,
      negativePassed,
    }) => html`<tr><th>${id}</th><td>${rig}</td><td>${passed}</td><td>${negativePassed}</td></tr>
`,
  );
}
