/** A host's own Worker with the party, and its own access check. */
import { party } from '../../party/adapters/worker.js';
import { authorize } from './embedded-authorize.js';

export { Main } from '../../party/adapters/worker.js';
export default party({ authorize });
