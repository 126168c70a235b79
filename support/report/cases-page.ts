import type { Catalogue, CatalogueCase } from '#support/requirements/catalogue';
import { type Html, html, htmlPage } from './html-page';

/** Beside the Allure report, which links into it. */
export const CASES_PAGE = 'cases.html';

/** The fragment under which a case or a test name of the DLMS UA stands on the page. */
export function anchorOf(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '-');
}

/** The catalogue as a page: what each case does and expects, and which cases stand for which test of the DLMS UA. */
export function casesPage(catalogue: Catalogue): string {
  return htmlPage(
    'Conformance cases',
    html`<p>${catalogue.current.length} cases. The criteria are our own reading of the books.</p>
<table><tr><th>Case</th><th>Title</th><th>Stimulus and expectation</th><th>Applies if</th><th>Reference</th></tr>
${catalogue.current.map(caseRow)}</table>
<h2>Test names of the DLMS UA</h2>
<table><tr><th>Test</th><th>Our cases</th></tr>
${[...catalogue.testNames].sort().map((name) => testRow(name, catalogue.forTest(name)))}</table>`,
  );
}

function caseRow(row: CatalogueCase): Html {
  return html`<tr id="${anchorOf(row.id)}"><th>${row.id}</th><td>${row.title}<br><small>${row.sign}</small></td>
<td>${row.stimulus}<br><b>Expected:</b> ${row.expected}</td><td><code>${row.appliesIf}</code></td><td>${row.reference}</td></tr>
`;
}

function testRow(name: string, rows: readonly CatalogueCase[]): Html {
  return html`<tr id="${anchorOf(name)}"><th>${name}</th><td>${rows.map(caseLink)}</td></tr>
`;
}

function caseLink({ id }: CatalogueCase): Html {
  return html`<a href="#${anchorOf(id)}">${id}</a> `;
}
