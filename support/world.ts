import assert from 'node:assert/strict';
import { setDefaultTimeout, setWorldConstructor, World } from '@cucumber/cucumber';
import type { DlmsClient, OpenOutcome } from '#client/dlms-client';
import type { LineTraffic } from '#client/line-traffic';
import { type GetOptions, type GetOutcome, getAttribute } from '#client/reading';
import type { AttributeDescriptor } from '#dlms/apdu/descriptors';
import { mayBeMeters } from '#dlms/errors';
import type { Attempts } from '#procedures/attempts';
import type { Findings } from '#procedures/findings';
import { type Health, isServed, isServedWhereConnected, opensAnew, opensHere } from '#procedures/health';
import { WELL_OVER } from '#procedures/inactivity';
import type { KeyMeans } from '#procedures/key-means';
import type { Observed } from '#procedures/observed';
import type { SecretMeans } from '#procedures/secret-means';
import type { PolicyCoding } from '#procedures/security-setup';
import { staysSilent } from '#procedures/silence';
import { type KeyJournal, openKeyJournal } from '#rig/key-journal';
import type { ClientProfile, Rig } from '#rig/rig';
import { Bench } from './bench';
import { opensBelieving } from './counter-recovery';
import { freshAssociationRuling, judgeRefusals } from './judging';
import type { CatalogueCase } from './requirements/catalogue';
import { resynchronizationText } from './rig-counters';
import type { WorldParameters } from './run/suite';
import { countersOf, rigOf, stateOf } from './session';
import { DEVIATION, PROGRESS } from './verdict/messages';
import { type LockoutWatch, watchOf, wrongSecretsIn } from './wrong-secrets';

/** What a scenario may do to the meter under test and what it has seen it do. Steps call this and assert on nothing else. */
export class MeterWorld extends World<WorldParameters> {
  /** the catalogue's row of the running case; set before the first step */
  case: CatalogueCase | undefined;
  /** what the last opening came to */
  opening: OpenOutcome | undefined;
  /** what the last read came to */
  reading: GetOutcome | undefined;
  /** the answers that the Then step judges, each with what provoked it */
  observed: readonly Observed[] = [];
  /** what a When step has examined, for the Then steps that judge it */
  findings: Findings = { faults: ['nothing was examined'], deviations: [] };
  private readonly deviations: string[] = [];
  /** the association had to be opened anew between two attempts */
  private reopened = false;

  private watched: LockoutWatch | undefined;
  private made: Bench | undefined;
  private kept: KeyJournal | undefined;

  get rig(): Rig {
    return rigOf(this.parameters.rig);
  }

  /** Made when it is first asked for: an inapplicable scenario needs none. */
  get bench(): Bench {
    this.made ??= new Bench(this.rig, countersOf(this.rig), this.parameters.meterVariant);
    return this.made;
  }

  /** What tests have changed in the keys of the meter; of the simulator, which is new each time, in this scenario. */
  get journal(): KeyJournal {
    this.kept ??= this.rig.transport.kind === 'simulator' ? openKeyJournal(this.rig) : stateOf(this.rig).keys;
    return this.kept;
  }

  /** What a test needs that changes the keys of a role. */
  keyMeans(role: string): KeyMeans {
    return this.bench.keyMeans(role, this.journal);
  }

  private get watch(): LockoutWatch {
    this.watched ??= watchOf(this.rig);
    return this.watched;
  }

  /** What a test needs that changes the password or HLS secret of a role. */
  secretMeans(role: string): SecretMeans {
    const hasFailed = () => {
      this.watch.failed(role, 1);
      return this.outwaitsLockout(role);
    };
    return this.bench.secretMeans(role, { journal: this.journal, hasFailed });
  }

  /** Leaves the meter. */
  async leave(): Promise<void> {
    await this.made?.close();
  }

  /** The record of what passed, if anything did. */
  get traffic(): LineTraffic | undefined {
    return this.made?.traffic;
  }

  /** The client of a role on its own connection; `connection` tells several of them apart. */
  client(role: string, connection?: string, server?: number): DlmsClient {
    return this.bench.client(role, connection, server);
  }

  /** Roles of all clients that the rig declares, in its order. */
  get roles(): readonly string[] {
    return [...this.rig.clients.keys()];
  }

  profile(role: string): ClientProfile {
    return this.bench.profile(role);
  }

  /** How the security setups of the meter code their policy. */
  get policyCoding(): PolicyCoding {
    return this.rig.declares.has('obj.64.v1') ? 'bits' : 'numbers';
  }

  /** Carries out what tries wrong secrets with a client, and counts them. */
  async tryingWrongSecrets<T>(role: string, attempts: () => Promise<T>): Promise<T> {
    this.watch.failed(role, this.mostWrongSecrets);
    return attempts();
  }

  /** How many wrong secrets this scenario tries at most with its client. */
  get mostWrongSecrets(): number {
    return this.case === undefined ? 0 : wrongSecretsIn(this.case, this.rig);
  }

  /**
   * Waits where wrong secrets have locked a client out, as the rig declares it.
   * @param upcoming wrong secrets that it is going to try before its right one
   */
  async outwaitsLockout(role: string, upcoming = 0): Promise<void> {
    const pauseMs = this.watch.pauseMs(role, upcoming);
    if (pauseMs === 0) return;
    await staysSilent(this.client(role), pauseMs * WELL_OVER, this.progress.bind(this));
    this.hasOutwaitedLockout(role);
  }

  /** The client may open its association again, since a procedure has waited. */
  hasOutwaitedLockout(role: string): void {
    this.watch.forget(role);
  }

  /** Opens as declared; fails when the meter does not go along. For Givens and for proofs of life. */
  async associate(role: string, connection?: string): Promise<DlmsClient> {
    await this.outwaitsLockout(role);
    const client = this.client(role, connection);
    const { opening, resynchronization } = await opensBelieving(client, this.bench.counters);
    this.opening = opening;
    this.note([resynchronization && `counter of ${resynchronizationText(resynchronization)}`]);
    assert.ok(
      this.opening.associated,
      `the ${role} client could not open its association: ${openingFault(this.opening)}`,
    );
    this.watch.forget(role);
    return client;
  }

  /** What the last opening came to, for steps that look into its AARE. */
  get lastOpening(): OpenOutcome {
    assert.ok(this.opening, 'nothing was opened');
    return this.opening;
  }

  /** The last opening came to an association, and the AARE said so in the right words. */
  assertOpened(opening: OpenOutcome | undefined = this.opening): void {
    assert.ok(opening?.associated, `no association: ${opening ? openingFault(opening) : 'nothing was opened'}`);
    const expected = opening.hlsReply === undefined ? 'null' : 'authentication-required';
    assert.equal(opening.aare?.diagnostic.value, expected, 'result-source-diagnostic of the AARE');
  }

  /** Reads one attribute, to the end of its blocks. */
  async read(role: string, attribute: AttributeDescriptor, options?: GetOptions): Promise<GetOutcome> {
    this.reading = await getAttribute(this.client(role), attribute, options);
    return this.reading;
  }

  /** Records what the standard does not quite allow and the case tolerates. */
  deviate(text: string): void {
    if (this.deviations.includes(text)) return;
    this.deviations.push(text);
    this.attach(JSON.stringify({ text: this.bench.hide(text) }), DEVIATION);
  }

  /** Tells a person what is worth knowing and no fault. */
  note(texts: readonly (string | undefined)[]): void {
    for (const text of texts) if (text !== undefined) this.attach(`note: ${this.bench.hide(text)}`, 'text/plain');
  }

  get hasDeviated(): boolean {
    return this.deviations.length > 0;
  }

  /** Keeps the answers to several attempts for the Then step. */
  attempted({ observed, reopened }: Attempts): void {
    this.observed = observed;
    this.reopened ||= reopened;
  }

  /** Every answer observed must be one that the case allows as a refusal; tolerated ones are recorded. */
  assertRefused(observed: readonly Observed[] = this.observed): void {
    assert.ok(observed.length > 0, 'nothing was observed: the procedure provoked no answer');
    const { faults, deviations } = judgeRefusals(this.caseId, observed);
    for (const deviation of deviations) this.deviate(deviation);
    assert.ok(faults.length === 0, `not refused as ${this.caseId} demands:\n${faults.join('\n')}`);
  }

  /** What a procedure has examined must be without fault; what the case tolerates is recorded. */
  assertFaultless({ faults, deviations }: Findings): void {
    for (const deviation of deviations) this.deviate(deviation);
    assert.ok(faults.length === 0, `not as ${this.caseId} demands:\n${faults.join('\n')}`);
  }

  /** Proof of life: served where the association stands, or after opening anew where the case allows that. */
  async assertAlive(role: string): Promise<void> {
    const health = await this.sayingDead(() => isServed(this.client(role)));
    this.assertHealthy(role, health);
  }

  /** Proof of life in the association as it stands; in a fresh one only where the meter has closed the connection. */
  async assertAliveWhereConnected(role: string): Promise<void> {
    const health = await this.sayingDead(() => isServedWhereConnected(this.client(role)));
    assert.ok(health.served, `the ${role} client is no longer served: ${health.detail}`);
  }

  /** Proof of life on a fresh connection; with a name for it, beside the one that the client has. */
  async assertOpensAnew(role: string, connection?: string): Promise<void> {
    await this.outwaitsLockout(role);
    const health = await this.sayingDead(() => opensAnew(this.client(role, connection)));
    assert.ok(health.served, `the ${role} client is no longer served: ${health.detail}`);
    this.watch.forget(role);
  }

  /** Proof of life on the connection as it stands: the declared opening is accepted there. */
  async assertOpensHere(role: string): Promise<void> {
    const health = await this.sayingDead(() => opensHere(this.client(role)));
    assert.ok(health.served, `the ${role} client is not served on the same connection: ${health.detail}`);
  }

  /** Tells a person how far a wait has come. */
  progress(done: number, of: number): void {
    this.attach(JSON.stringify({ done, of }), PROGRESS);
  }

  private get caseId(): string {
    return this.case?.id ?? 'the case';
  }

  private assertHealthy(role: string, health: Health): void {
    assert.ok(health.served, `the ${role} client is no longer served: ${health.detail}`);
    if (health.fresh || this.reopened) this.deviateForFreshAssociation();
  }

  private deviateForFreshAssociation(): void {
    const fresh = freshAssociationRuling(this.caseId);
    assert.notEqual(fresh, 'fail', 'the association was lost: served only after opening a new one');
    if (fresh === 'deviation') this.deviate('served again only in a fresh association');
  }

  /** A meter that was there before the stimulus and cannot be reached after it is not alive. */
  private async sayingDead(probe: () => Promise<Health>): Promise<Health> {
    try {
      return await probe();
    } catch (error) {
      if (mayBeMeters(error)) assert.fail(`the meter can no longer be reached: ${error.message}`);
      throw error;
    }
  }
}

/** Why an opening failed, for messages. */
export function openingFault(opening: OpenOutcome): string {
  if (opening.hlsFault !== undefined) return opening.hlsFault;
  if (opening.aare !== undefined) return `AARE ${opening.aare.result}, ${opening.aare.diagnostic.value}`;
  return opening.reply.kind;
}

setWorldConstructor(MeterWorld);
// Every wait has a time limit of its own, taken from the rig.
setDefaultTimeout(-1);
