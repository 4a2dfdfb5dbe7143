import { expect } from 'chai';
import { createPage, type PageFact } from '../../src/shared/page-lifecycle.js';

/** A window that the test controls. */
class FakeWindow extends EventTarget {
  readonly document = Object.assign(new EventTarget(), {
    hidden: false,
    featurePolicy: undefined as unknown,
  });
  readonly navigator = { connection: Object.assign(new EventTarget(), { type: 'wifi' }) };
  parent: unknown = this;
  timer: (() => void) | undefined;

  setInterval(work: () => void, every: number): number {
    expect(every).to.equal(1_000);
    this.timer = work;
    return 7;
  }

  clearInterval(id: number): void {
    expect(id).to.equal(7);
    this.timer = undefined;
  }
}

const slept = (fact: string, { detail }: Event & { detail?: number }) =>
  detail === undefined ? fact : `${fact} after ${detail} ms`;
const FACTS: PageFact[] = ['hide', 'restored', 'hidden', 'visible', 'online', 'wake'];

describe('the page', () => {
  let fake: FakeWindow;
  let abort: AbortController;
  let told: string[];
  let now: number;
  let page: ReturnType<typeof createPage>;

  beforeEach(() => {
    fake = new FakeWindow();
    abort = new AbortController();
    told = [];
    now = 1_000_000;
    page = createPage(fake as unknown as Window, () => now);
    for (const fact of FACTS) page.addEventListener(fact, (event) => told.push(slept(fact, event)), abort);
  });

  function setHidden(hidden: boolean): void {
    fake.document.hidden = hidden;
    fake.dispatchEvent(new Event('visibilitychange'));
  }

  it('reports when it is hidden and visible again', () => {
    expect(page.hidden).to.equal(false);
    setHidden(true);
    expect(page.hidden).to.equal(true);
    setHidden(false);
    expect(told).to.deep.equal(['hidden', 'visible']);
  });

  it('reports when it is closed, and when it is online again', () => {
    fake.dispatchEvent(new PageTransitionEvent('pagehide'));
    fake.dispatchEvent(new Event('online'));
    expect(told).to.deep.equal(['hide', 'online']);
  });

  it('reports another network where the browser can, but not a slower or lost one', () => {
    const to = (type: string) => {
      fake.navigator.connection.type = type;
      fake.navigator.connection.dispatchEvent(new Event('change'));
    };
    for (const type of ['wifi', 'none', 'none']) to(type);
    expect(told).to.deep.equal([]);
    for (const type of ['cellular', 'cellular', 'wifi']) to(type);
    expect(told).to.deep.equal(['online', 'online']);
    abort.abort();
    to('cellular');
    expect(told).to.have.length(2);
  });

  it('sees bubbling events of the document', () => {
    const heard: string[] = [];
    createPage().addEventListener('visible', () => heard.push('visible'), abort);
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    expect(heard).to.deep.equal(document.hidden ? [] : ['visible']);
  });

  it('distinguishes a return from the back/forward cache from a load', () => {
    fake.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    expect(told).to.deep.equal([]);
    fake.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    expect(told).to.deep.equal(['restored']);
  });

  it('reports that it woke up: after a freeze, or when the clock has jumped', () => {
    const wait = (ms: number) => {
      now += ms;
      fake.timer!();
    };
    for (const late of [1_000, 2_000, 3_000]) wait(late);
    expect(told).to.deep.equal([]);
    wait(3_001);
    wait(1_000);
    expect(told, 'and how long it slept').to.deep.equal(['wake after 3001 ms']);
    fake.dispatchEvent(new Event('freeze'));
    fake.dispatchEvent(new Event('resume'));
    expect(told).to.deep.equal(['wake after 3001 ms', 'wake']);
  });

  it('sees the resume event of the document, which does not bubble', () => {
    const heard: string[] = [];
    createPage().addEventListener('wake', () => heard.push('wake'), abort);
    document.dispatchEvent(new Event('resume'));
    expect(heard).to.deep.equal(['wake']);
  });

  it('reports nothing after the signal is aborted', () => {
    abort.abort();
    setHidden(true);
    fake.dispatchEvent(new PageTransitionEvent('pagehide'));
    fake.dispatchEvent(new Event('online'));
    fake.dispatchEvent(new Event('resume'));
    expect(fake.timer).to.equal(undefined);
    expect(told).to.deep.equal([]);
  });

  it('asks the permissions policy where the browser has one', () => {
    expect(page.allows('camera')).to.equal(true);
    fake.document.featurePolicy = { allowsFeature: (feature: string) => feature === 'camera' };
    expect(page.allows('camera')).to.equal(true);
    expect(page.allows('microphone')).to.equal(false);
  });

  it('does not know the policy inside a frame where the browser does not report it', () => {
    fake.parent = {};
    expect(page.allows('camera')).to.equal(undefined);
  });

  it('is the real page by default', () => {
    expect(createPage().hidden).to.equal(document.hidden);
    expect(createPage().allows('camera')).to.equal(true);
    const frame = document.createElement('iframe');
    frame.allow = "camera 'none'";
    document.body.append(frame);
    expect(createPage(frame.contentWindow!).allows('camera')).to.equal(false);
    expect(createPage(frame.contentWindow!).allows('microphone')).to.equal(true);
    frame.remove();
  });
});
