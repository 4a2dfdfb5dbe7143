import { expect } from 'chai';
import { planPrograms } from './programs.js';

const all = { chromium: true, firefox: true, coturn: true };

describe('What tests need besides Node', () => {
  it('is not spoken of when it is there', () => {
    expect(planPrograms(all, true)).to.deep.equal({ install: [], canRun: true });
    expect(planPrograms(all, false)).to.deep.equal({ install: [], canRun: true });
  });

  it('is installed by root on Debian, who is told which packages, coturn apart from browsers', () => {
    const none = { chromium: false, firefox: false, coturn: false };
    const plan = planPrograms(none, true);
    expect(plan.say).to.match(/apt-get, because we are root on Debian: chromium, firefox-esr, and coturn\.$/);
    expect(plan.install).to.deep.equal([['chromium', 'firefox-esr'], ['coturn']]);
    expect(plan.canRun).to.equal(true);
    expect(planPrograms({ ...all, firefox: false }, true).install).to.deep.equal([['firefox-esr']]);
  });

  it('is asked of everybody else in one sentence', () => {
    const plan = planPrograms({ ...all, chromium: false }, false);
    expect(plan).to.deep.include({ install: [], canRun: false });
    expect(plan.say).to.match(
      /^Tests need Chrome or Chromium \(or set CHROME_PATH\), .*install what is missing\.$/,
    );
  });

  it('is less without coturn: tests of TURN are skipped', () => {
    const plan = planPrograms({ ...all, coturn: false }, false);
    expect(plan).to.deep.include({ install: [], canRun: true });
    expect(plan.say).to.contain('TURN are skipped');
  });
});
