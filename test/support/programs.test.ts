import { expect } from 'chai';
import { planPrograms } from './programs.js';

const all = { chromium: true, firefox: true, coturn: true };

describe('The programs that tests need besides Node', () => {
  it('are not mentioned when they are installed', () => {
    expect(planPrograms(all, true)).to.deep.equal({ install: [], canRun: true });
    expect(planPrograms(all, false)).to.deep.equal({ install: [], canRun: true });
  });

  it('are installed by root on Debian, with a list of the packages, coturn apart from browsers', () => {
    const none = { chromium: false, firefox: false, coturn: false };
    const plan = planPrograms(none, true);
    expect(plan.say).to.match(/apt-get, because we are root on Debian: chromium, firefox-esr, and coturn\.$/);
    expect(plan.install).to.deep.equal([['chromium', 'firefox-esr'], ['coturn']]);
    expect(plan.canRun).to.equal(true);
    expect(planPrograms({ ...all, firefox: false }, true).install).to.deep.equal([['firefox-esr']]);
  });

  it('are requested from everyone else in one sentence', () => {
    const plan = planPrograms({ ...all, chromium: false }, false);
    expect(plan).to.deep.include({ install: [], canRun: false });
    expect(plan.say).to.match(
      /^Tests need Chrome or Chromium \(or set CHROME_PATH\), .*install what is missing\.$/,
    );
  });

  it('are still enough without coturn: tests of TURN are skipped', () => {
    const plan = planPrograms({ ...all, coturn: false }, false);
    expect(plan).to.deep.include({ install: [], canRun: true });
    expect(plan.say).to.contain('TURN are skipped');
  });
});
