/** How a host puts the party into a PartyKit project of its own, with its own word on who comes in. */
import { party } from '../../party/index.js';
import { authorize } from './embedded-authorize.js';

export default party({ authorize });
