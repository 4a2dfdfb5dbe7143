import { expect } from 'chai';
import { deviceErrorCode, stateAfter } from '../../src/media/device-error.js';
import { refusal } from './fake-devices.js';

describe('device errors', () => {
  // Names from the specification, messages as in Chromium 156 and Firefox 153.
  for (const [name, message, code, screenCode = code] of [
    ['NotAllowedError', 'Permission denied', 'denied', 'dismissed'],
    ['NotAllowedError', 'Permission denied by user', 'denied', 'dismissed'],
    ['NotAllowedError', 'Permission denied by system', 'denied'],
    ['NotAllowedError', 'Permission dismissed', 'dismissed'],
    [
      'NotAllowedError',
      'The request is not allowed by the user agent or the platform in the current context.',
      'denied',
      'dismissed',
    ],
    [
      'NotAllowedError',
      'Access to the feature "display-capture" is disallowed by permissions policy.',
      'policy',
    ],
    ['SecurityError', '', 'policy'],
    ['NotFoundError', 'Requested device not found', 'not-found'],
    ['NotReadableError', 'Could not start video source', 'in-use'],
    ['AbortError', 'Starting videoinput failed', 'in-use'],
    ['OverconstrainedError', '', 'constraints'],
    ['InvalidStateError', 'requires transient activation', 'unknown'],
    ['TypeError', '', 'unknown'],
  ] as const) {
    it(`calls ${name} “${message}” ${code}, and ${screenCode} for a screen`, () => {
      expect(deviceErrorCode(refusal(name, message))).to.equal(code);
      expect(deviceErrorCode(refusal(name, message), true)).to.equal(screenCode);
    });
  }

  it('calls a chosen device that is gone not-found', () => {
    expect(deviceErrorCode(refusal('OverconstrainedError', '', 'deviceId'))).to.equal('not-found');
  });

  it('accepts any value as an error', () => {
    for (const thrown of [undefined, null, 'text', 7, {}])
      expect(deviceErrorCode(thrown)).to.equal('unknown');
  });

  it('distinguishes an insecure page from a browser without devices', () => {
    const nothing = new TypeError("Cannot read properties of undefined (reading 'getUserMedia')");
    expect(deviceErrorCode(nothing, false, false)).to.equal('insecure');
    expect(deviceErrorCode(nothing, false, true)).to.equal('unknown');
  });

  it('blocks a source that the user must allow first', () => {
    const states = { denied: 'blocked', policy: 'blocked', insecure: 'blocked', dismissed: 'off' } as const;
    for (const [code, state] of Object.entries(states)) {
      expect(stateAfter(code as keyof typeof states)).to.equal(state);
    }
    for (const code of ['not-found', 'in-use', 'constraints', 'unknown'] as const) {
      expect(stateAfter(code)).to.equal('lost');
    }
  });
});
