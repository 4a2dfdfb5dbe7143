/** The features of a call, in the order in which the interface shows their parts. The core gets this list and loops over it. */
import { activeSpeaker } from './active-speaker/index.js';
import { chat } from './chat/index.js';
import { diagnostics } from './diagnostics/index.js';
import { invite } from './invite/index.js';
import { moderation, moderationClient } from './moderation/index.js';
import { moments } from './moments/index.js';
import { people } from './people/index.js';
import { privateRoom } from './private-room/index.js';
import { reactions } from './reactions/index.js';
import { renaming } from './renaming/index.js';
import { settings } from './settings/index.js';
import { shortcuts } from './shortcuts/index.js';
import { sounds } from './sounds/index.js';
import { connectionDetails } from './statistics/index.js';
import { view } from './view/index.js';
import { volume } from './volume/index.js';

// Their declarations add methods, events and state to the public types. Without these lines the package's types would lose them.
import './active-speaker/index.js';
import './chat/index.js';
import './diagnostics/index.js';
import './invite/index.js';
import './moderation/index.js';
import './moments/index.js';
import './people/index.js';
import './reactions/index.js';
import './settings/index.js';
import './shortcuts/index.js';
import './sounds/index.js';
import './statistics/index.js';
import './view/index.js';
import './volume/index.js';

export const features = [
  privateRoom,
  activeSpeaker,
  diagnostics,
  chat,
  reactions,
  people,
  invite,
  view,
  volume,
  connectionDetails,
  moderation,
  moderationClient,
  renaming,
  settings,
  shortcuts,
  moments,
  sounds,
];

export type * from './chat/state.js';
export type * from './reactions/state.js';
