/** How a host puts the party into a Worker of its own, with its own word on who comes in. */
import { party } from '../../party/adapters/worker.js';
import { authorize } from './embedded-authorize.js';

export { Main } from '../../party/adapters/worker.js';
export default party({ authorize });
