import { expect } from 'chai';
import { Preferences } from '../../src/media/preferences.js';

const KEY = 'video-room:preferences';

describe('preferences', () => {
  beforeEach(() => localStorage.removeItem(KEY));
  afterEach(() => localStorage.removeItem(KEY));

  it('come back on the next visit if they are to be remembered', () => {
    const first = new Preferences(true);
    first.set({ name: 'Ada' });
    first.set({ camera: 'cam-2' });
    expect(new Preferences(true).value).to.deep.equal({ name: 'Ada', camera: 'cam-2' });
  });

  it('keep what another tab or element has stored meanwhile', () => {
    const [first, second] = [new Preferences(true), new Preferences(true)];
    first.set({ name: 'Ada', camera: 'cam-2' });
    second.set({ name: 'Grace' });
    second.set({ mirror: false });
    expect(second.value).to.deep.equal({ name: 'Grace', mirror: false });
    expect(new Preferences(true).value).to.deep.equal({ name: 'Grace', camera: 'cam-2', mirror: false });
    expect(first.value, 'the choices of this call stay').to.deep.equal({ name: 'Ada', camera: 'cam-2' });
    localStorage.setItem(KEY, '{"name":7}');
    first.set({ speaker: 'loud-1' });
    expect(new Preferences(true).value).to.deep.equal({ speaker: 'loud-1' });
  });

  it('have the settings among them, and never a choice that was not made', () => {
    const first = new Preferences(true);
    first.set({ name: 'Ada', microphone: 'mic-2', dataSaver: 'small' });
    expect(first.settings).to.deep.equal({});
    first.set({ mirror: false, language: 'de' });
    expect(new Preferences(true).settings).to.deep.equal({ mirror: false, language: 'de' });
    localStorage.setItem(KEY, '{"mirror":"no"}');
    expect(new Preferences(true).value).to.deep.equal({});
  });

  it('leave no trace otherwise', () => {
    const forgetful = new Preferences();
    forgetful.set({ name: 'Ada' });
    expect(forgetful.value).to.deep.equal({ name: 'Ada' });
    expect(localStorage.getItem(KEY)).to.equal(null);
  });

  it('ignore what other scripts have written', () => {
    for (const stored of ['{', 'null', '[]', '7', '{"name":7}', `{"name":"${'x'.repeat(600)}"}`]) {
      localStorage.setItem(KEY, stored);
      expect(new Preferences(true).value, stored).to.deep.equal({});
    }
    localStorage.setItem(KEY, '{"name":"Ada","other":1}');
    expect(new Preferences(true).value).to.deep.equal({ name: 'Ada' });
  });

  it('last as long as the page where storage is unavailable', () => {
    const preferences = new Preferences(true, () => {
      throw new DOMException('', 'SecurityError');
    });
    preferences.set({ speaker: 'loud-1' });
    expect(preferences.value).to.deep.equal({ speaker: 'loud-1' });
  });
});
