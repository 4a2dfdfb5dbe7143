import { expect } from 'chai';
import { Mistake, optionWords } from '../../party/adapters/mistake.js';
import { grantWords, readAdmission } from '../../party/auth/claims.js';
import { GRANTS } from '../../src/protocol/index.js';

describe('words on the command line', () => {
  it('are grants in whatever spelling', () => {
    const grants = optionWords('grants', ' Kick, MUTE admit', GRANTS);
    expect(grantWords(readAdmission({ grants }).grants)).to.have.members(['kick', 'mute', 'admit']);
  });

  it('are refused if they are no grants', () => {
    expect(() => optionWords('grants', 'kick,fly', GRANTS)).to.throw(
      Mistake,
      '--grants is one of publish, chat',
    );
  });
});
