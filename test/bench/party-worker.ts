/** The party on `wrangler dev`, without rate limits. */
import { liftRateLimits } from './party-unlimited.js';

liftRateLimits();

export { default, Main } from '../../party/adapters/worker.js';
