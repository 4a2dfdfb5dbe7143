/**
 * Moderation: waiting participants, the lock, and a moderator's actions. Every page enforces moderation. Only moderators load the
 * code for moderator actions.
 */
import type { Prevention } from '../../room/feature.js';
import { DEFAULT_PERMISSIONS } from '../../room/permissions.js';
import { mayUse, type UiFeature } from '../../ui/feature.js';

declare module '../../room/feature.js' {
  interface FeatureActions {
    /**
     * Removes a participant from the call and invalidates their resume token. They may join again as a new participant, or wait if the
     * room is locked; with `ban`, no token with the same `sub` can. For our own id: `forbidden`. Needs the grant `kick`. `kick`,
     * `mute`, `lock`, `admit`, `refuse` and `end` resolve when the server has done it. They reject with a `VideoRoomError`: `not-joined`
     * outside a call, `forbidden` without the grant, `server-unreachable` at once while the server is out of reach (nothing is queued),
     * `peer-unreachable` for an unknown id, `rate-limited` for too many in a short time.
     */
    kick(participantId: string, options?: { ban?: boolean }): Promise<void>;
    /**
     * Blocks a participant's microphone and the sound of their screen for everyone, until `mute(id, false)`. Unblocking does not switch
     * it on. For a token with a `sub` the block lasts until the call is over, otherwise as long as the participant keeps or resumes
     * their membership. Needs the grant `mute`.
     */
    mute(participantId: string, on?: boolean): Promise<void>;
    /** Makes newcomers wait or turns them away, until unlocked; default: toggles. Needs the grant `lock`. */
    lock(force?: boolean): Promise<void>;
    /** Lets in a participant from `waiting`. Needs the grant `admit`. */
    admit(id: string): Promise<void>;
    /** Turns away a participant from `waiting`. Needs the grant `admit`. */
    refuse(id: string): Promise<void>;
    /** Ends the call for everyone. Needs the grant `end`. */
    end(): Promise<void>;
  }
}

declare module '../../ui/context.js' {
  interface FeatureControls {
    host: true;
  }
}

/** Only the party can decide, so nothing is asked while it is out of reach. */
const atParty: Prevention = ({ phase, signaling }) => {
  if (phase !== 'joined') return 'not-joined';
  return signaling === 'connected' ? undefined : 'server-unreachable';
};

const view = () => import('./ui/moderation-view.js');

export const moderation: UiFeature = {
  name: 'moderation',
  frames: ['changed', 'lock'],
  // A member has unusual permissions, or is muted.
  isNeeded: ({ self, roster }) =>
    `${self.grants}` !== `${DEFAULT_PERMISSIONS.grants}` ||
    self.muted ||
    roster.some(({ grants, muted }) => grants !== undefined || !!muted),
  load: async (context) => new (await import('./controller.js')).PermissionEnforcer(context),

  controls: [
    {
      name: 'host',
      order: 70,
      grants: ['kick', 'mute', 'lock', 'end'],
      model: ({ ui, act, text }) => ({
        label: text.host,
        popup: 'menu',
        expanded: ui.menu === 'host' || ui.menu === 'end',
        press: () => act.openMenu('host'),
      }),
    },
  ],
  notice: {
    isShown: ({ state }) => state.waiting.length > 0 && state.phase === 'joined',
    load: async () => (await view()).knocks,
  },
  person: {
    isShown: ({ state }) => mayUse(['kick', 'mute'], state.self.grants),
    load: async () => (await view()).personActions,
  },
  menus: {
    host: async () => (await view()).hostMenu,
    end: async () => (await view()).endDialog,
    remove: async () => (await view()).removeDialog,
  },
};

/** What only moderators do and hear. */
export const moderationClient: UiFeature = {
  name: 'moderation-client',
  frames: ['knock', 'gone', 'done', 'error'],
  actions: { kick: atParty, mute: atParty, lock: atParty, admit: atParty, refuse: atParty, end: atParty },
  isNeeded: ({ self }) => mayUse(['admit', 'kick', 'mute', 'lock', 'end'], self.grants),
  load: async (context) => new (await import('./client.js')).ModerationClient(context),
};
