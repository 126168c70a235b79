import type { Catalogue, CatalogueCase } from '#support/requirements/catalogue';
import type { NotRunnable } from '#support/requirements/coverage';
import { type Html, html, htmlPage } from './html-page';

/** Beside the Allure report, which links into it. */
export const CASES_PAGE = 'cases.html';

/** The fragment under which a case or a test name of the DLMS UA stands on the page. */
export function anchorOf(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '-');
}

/** The catalogue as a page: what each case does and expects, and which cases stand for which test of the DLMS UA. */
export function casesPage(catalogue: Catalogue, notRunnable: readonly NotRunnable[]): string {
  const reasons = new Map(notRunnable.map((row) => [row.case, row.reason]));
  return htmlPage(
    'Conformance cases',
    html`<p>${catalogue.current.length} cases, of which ${notRunnable.length} cannot be run and ${catalogue.own.length} are additions of
this project to its catalogue. The criteria are our own reading of the books.</p>
${notRunnable.length === 0 ? '' : notRunnableList(notRunnable)}
<table><tr><th>Case</th><th>Title</th><th>Stimulus and expectation</th><th>Applies if</th><th>Reference</th></tr>
${catalogue.current.map((row) => caseRow(row, reasons.get(row.id)))}</table>
<h2>Test names of the DLMS UA</h2>
<table><tr><th>Test</th><th>Our cases</th></tr>
${[...catalogue.testNames].sort().map((name) => testRow(name, catalogue.forTest(name)))}</table>`,
  );
}

function notRunnableList(rows: readonly NotRunnable[]): Html {
  const item = (row: NotRunnable) => html`<li><a href="#${anchorOf(row.case)}">${row.case}</a>: ${row.reason}</li>`;
  return html`<h2>Not runnable</h2><ul>${rows.map(item)}</ul>`;
}

function caseRow(row: CatalogueCase, whyNot: string | undefined): Html {
  const note = whyNot === undefined ? '' : html`<br><b>Not runnable:</b> ${whyNot}`;
  return html`<tr id="${anchorOf(row.id)}"><th>${row.id}</th><td>${row.title}<br><small>${row.sign}${row.isOwn ? ', an addition of this project' : ''}</small></td>
<td>${row.stimulus}<br><b>Expected:</b> ${row.expected}${note}</td><td><code>${row.appliesIf}</code></td><td>${row.reference}</td></tr>
`;
}

function testRow(name: string, rows: readonly CatalogueCase[]): Html {
  return html`<tr id="${anchorOf(name)}"><th>${name}</th><td>${rows.map(caseLink)}</td></tr>
`;
}

function caseLink({ id }: CatalogueCase): Html {
  return html`<a href="#${anchorOf(id)}">${id}</a> `;
}
