/** A host's own PartyKit project with the party, and its own access check. */
import { party } from '../../party/index.js';
import { authorize } from './embedded-authorize.js';

export default party({ authorize });
