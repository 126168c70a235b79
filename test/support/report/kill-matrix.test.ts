import { describe, expect, it } from 'vitest';
import { killMatrix } from '#support/report/kill-matrix';
import { catalogue } from '#support/requirements/catalogue';

describe('the kill matrix', () => {
  const page = killMatrix(
    {
      baseline: { PASSED: 9, FAILED: 0, INCONCLUSIVE: 0, INAPPLICABLE: 1 },
      baselines: [{ rig: 'sim', counts: { PASSED: 9, FAILED: 0, INCONCLUSIVE: 0, INAPPLICABLE: 1 } }],
      mutants: [
        {
          id: 'NC-058',
          violates: ['AUT-04', 'AUT-06'],
          fault: 'compares <b>a prefix</b>',
          status: 'killed',
          killedBy: ['AUT-04'],
          rigs: ['sim'],
        },
        {
          id: 'NC-059',
          violates: ['AUT-06'],
          fault: 'says nothing',
          status: 'killed-elsewhere',
          killedBy: ['ASC-06'],
          rigs: ['sim-hdlc'],
        },
        { id: 'NC-060', violates: ['AUT-06'], fault: 'lies', status: 'survived', killedBy: [], rigs: ['sim'] },
      ],
      nullMeters: [
        { id: 'mute', passed: 4, negativePassed: 0, overRigs: [{ rig: 'sim', passed: 4, negativePassed: 0 }] },
      ],
    },
    catalogue(),
  );

  it('shows each fault with the cases it violates and what became of it', () => {
    expect(page).toContain('1 of 3 faulty meters');
    expect(page).toMatch(/id="NC-058".*compares &lt;b&gt;a prefix.*\n.*AUT-04<\/a> ✓.*AUT-06<\/a> <.*>killed</);
    expect(page).toMatch(/id="NC-059"[\s\S]*?killed-elsewhere by .*ASC-06/);
    expect(page).toMatch(/id="NC-059"[\s\S]*?<td>sim-hdlc<\/td><\/tr>/);
    expect(page).toMatch(/id="NC-060"[\s\S]*?class="bad">survived</);
  });

  it('shows the rigs that were used, and how the conforming meter and the null meters fared over each', () => {
    expect(page).toContain('<li>over sim: 9 passed, 1 inapplicable</li>');
    expect(page).toContain('<tr><th>mute</th><td>sim</td><td>4</td><td>0</td></tr>');
  });

  it('shows each case with the faults it finds', () => {
    expect(page).toMatch(/id="AUT-04".*\n?.*href="#NC-058"/);
    expect(page.match(/<tr id="AUT-06">.*/)?.[0]).not.toContain('href="#NC-');
  });
});
