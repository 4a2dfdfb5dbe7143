/** The party on `partykit dev`, without rate limits. */
import { liftRateLimits } from './party-unlimited.js';

liftRateLimits();

export { default } from '../../party/index.js';
