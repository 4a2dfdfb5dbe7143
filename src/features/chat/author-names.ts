/** Cleans the names of authors who have left. We know these names only from the participant who passed on their messages. */
export { cleanName } from '../../protocol/name.js';
