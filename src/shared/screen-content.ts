/** What a shared screen shows: text that must be sharp, or something that moves. */
export type ScreenContent = 'detail' | 'motion';
