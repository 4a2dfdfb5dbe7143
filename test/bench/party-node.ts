/** The party on Node, without rate limits. */
import { startServing } from '../../party/adapters/serve.js';
import { liftRateLimits } from './party-unlimited.js';

liftRateLimits();
await startServing(process.argv.slice(2));
