import { expect } from 'chai';
import { devicesOf } from '../../src/media/devices.js';
import { info } from './fake-devices.js';

describe('the list of devices', () => {
  it('sorts devices by kind, in the order of the browser', () => {
    const { list } = devicesOf(
      [info('audiooutput', 'c'), info('videoinput', 'b'), info('audioinput', 'z'), info('audioinput', 'a')],
      {},
    );
    expect(list.microphone.map(({ id }) => id)).to.deep.equal(['z', 'a']);
    expect(list.camera).to.deep.equal([{ id: 'b', label: 'label of b' }]);
    expect(list.speaker.map(({ id }) => id)).to.deep.equal(['c']);
  });

  it('shows that there are devices before their labels are available', () => {
    const { list, selected } = devicesOf([info('videoinput', '')], { camera: '' });
    expect(list.camera).to.deep.equal([{ id: '', label: '' }]);
    expect(selected.camera).to.equal(null);
  });

  it('says where a camera looks, if the browser or a label does', () => {
    const camera = (label: string, mode?: string) => ({
      ...info('videoinput', label, undefined, label),
      ...(mode && { getCapabilities: () => ({ facingMode: [mode] }) }),
    });
    const labels = ['camera2 0, facing back', 'camera2 1, facing front', 'Rear Camera', 'FaceTime HD Camera'];
    const { list } = devicesOf(
      [...labels.map((label) => camera(label)), camera('Rückkamera', 'environment')],
      {},
    );
    expect(list.camera.map(({ facing }) => facing)).to.deep.equal([
      'environment',
      'user',
      'environment',
      undefined,
      'environment',
    ]);
  });

  it('selects only existing devices', () => {
    const infos = [info('videoinput', 'a'), info('audioinput', 'b')];
    expect(devicesOf(infos, { camera: 'a', microphone: 'gone' }).selected).to.deep.equal({
      microphone: null,
      camera: 'a',
      speaker: null,
    });
  });
});
