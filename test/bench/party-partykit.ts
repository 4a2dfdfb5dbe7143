/** The party on `partykit dev`, without rate limits. */
import './party-unlimited.js';

export { default } from '../../party/index.js';
