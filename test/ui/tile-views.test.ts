import { expect } from 'chai';
import { createTileViews } from '../../src/ui/controllers/tile-views.js';
import { until } from '../support/until.js';

describe('The sizes of tiles', () => {
  it('are told for each participant and screen, after changes, and as not visible in a hidden tab', async () => {
    const root = document.createElement('div');
    document.body.append(root);
    const life = new AbortController();
    const listeners: Record<string, () => void> = {};
    const page = {
      hidden: false,
      addEventListener: (fact: string, listener: (event: Event) => void) => {
        listeners[fact] = () => listener(new Event(fact));
      },
    };
    const told: string[] = [];
    const scale = devicePixelRatio;
    const views = createTileViews({
      root,
      page,
      scrolls: true,
      setView: (id, { width, height, visible, source }) =>
        told.push(`${id} ${source} ${width / scale}x${height / scale} ${visible}`),
      signal: life.signal,
    });
    // The last one is like a row of a list, which shows no picture.
    root.innerHTML =
      '<p data-participant="ada" data-source="camera"></p><p data-participant="ada" data-source="screen"></p><p></p><p data-participant="ada">Ada</p>';
    const [camera, screen] = root.children as unknown as HTMLElement[];
    for (const tile of [camera!, screen!]) tile.style.cssText = 'width:320px;height:180px;margin:0';
    views.update();
    await until(() => told.length === 2);
    expect(told.splice(0)).to.deep.equal(['ada camera 320x180 true', 'ada screen 320x180 true']);
    camera!.style.width = '640px';
    await until(() => told.length);
    expect(told.splice(0)).to.deep.equal(['ada camera 640x180 true']);
    screen!.remove();
    views.update();
    expect(told.splice(0)).to.deep.equal(['ada screen 0x0 false']);
    page.hidden = true;
    listeners.hidden!();
    expect(told).to.deep.equal([]);
    await until(() => told.length);
    expect(told.splice(0)).to.deep.equal(['ada camera 640x180 false']);
    root.insertAdjacentHTML('beforeend', '<p data-participant="eve" data-source="camera"></p>');
    views.update();
    expect(told.splice(0), 'who comes while nobody looks').to.deep.equal(['eve camera 0x0 false']);
    root.lastElementChild!.remove();
    views.update();
    told.length = 0;
    // Shown again before it was told that it is smaller.
    camera!.style.width = '100px';
    page.hidden = false;
    listeners.visible!();
    expect(told.splice(0)).to.deep.equal(['ada camera 640x180 true']);
    await until(() => told.includes('ada camera 100x180 true'));
    told.length = 0;
    root.style.cssText = 'height:60px;overflow:auto';
    root.prepend(Object.assign(document.createElement('div'), { style: 'height:500px' }));
    await until(() => told.length, 'for the tile that is scrolled away');
    expect(told.splice(0)).to.deep.equal(['ada camera 100x180 false']);
    root.scrollTop = 500;
    await until(() => told.length, 'for the tile that is scrolled back');
    expect(told.splice(0)).to.deep.equal(['ada camera 100x180 true']);
    const panel = Object.assign(document.createElement('div'), { className: 'panel', hidden: true });
    panel.style.cssText = 'position:fixed;inset-inline:0;bottom:0;background:#fff';
    root.append(panel);
    views.update();
    const { top, height } = camera!.getBoundingClientRect();
    panel.style.top = `${top + height / 2}px`;
    panel.hidden = false;
    const covers = async (from: number, isSeen: boolean) => {
      panel.style.top = `${from}px`;
      await until(() => told.length, `for the panel at ${from}`);
      expect(told.splice(0)).to.deep.equal([`ada camera 100x180 ${isSeen}`]);
    };
    await covers(top - 5, false);
    await covers(top + height / 2, true);
    await covers(top - 5, false);
    panel.hidden = true;
    await until(() => told.length, 'for the closed panel');
    expect(told.splice(0)).to.deep.equal(['ada camera 100x180 true']);
    camera!.remove();
    views.update();
    expect(told.splice(0)).to.deep.equal(['ada camera 0x0 false']);
    life.abort();
    root.remove();
  });

  it('are told of what is not displayed, and without regard to the page where they are in a window of their own', async () => {
    const root = document.createElement('div');
    root.style.cssText = 'position: absolute; top: 300vh';
    document.body.append(root);
    const life = new AbortController();
    const told: string[] = [];
    const views = createTileViews({
      root,
      page: { hidden: false, addEventListener() {} },
      scrolls: false,
      setView: (id, { visible }) => told.push(`${id} ${visible}`),
      signal: life.signal,
    });
    root.innerHTML =
      '<p data-participant="ada" data-source="camera" style="width:320px;height:180px"></p>' +
      '<p data-participant="eve" data-source="camera" style="display:none"></p>';
    views.update();
    // Browsers differ in whether an observer reports what is not displayed.
    expect(told).to.deep.equal(['eve false']);
    await until(() => told.includes('ada true'));
    // An intersection would be reported within two frames, and told 500 ms later.
    const began = performance.now();
    await until(() => performance.now() - began > 800);
    expect([...new Set(told)]).to.deep.equal(['eve false', 'ada true']);
    life.abort();
    root.remove();
  });
});
