import { describe, expect, it } from 'vitest';
import { html, htmlPage } from '#support/report/html-page';

describe('a page', () => {
  it('escapes whatever is not markup of its own', () => {
    const hostile = `<script>alert("x")</script> & 'y'`;
    const row = html`<td title="${hostile}">${hostile}</td>`;
    expect(html`<tr>${[row, row]}</tr>`.markup.match(/<(?!\/?t[rd])/g)).toBeNull();
    expect(row.markup).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;');
  });

  it('needs nothing from elsewhere', () => {
    const page = htmlPage('Kill <matrix>', html`<p>${7}</p>`);
    expect(page).toContain('<h1>Kill &lt;matrix&gt;</h1>');
    expect(page).toContain('<p>7</p>');
    expect(page).not.toMatch(/<script|<link|https?:/);
  });
});
