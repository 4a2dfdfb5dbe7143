/** Which addresses of ICE servers browsers take; with any other they throw where a connection is made. */

/** RFC 7064, RFC 7065. */
const ADDRESS = /^(?:stuns?:[\w.[\]:-]+|turns?:[\w.[\]:-]+(?:\?transport=(?:udp|tcp))?)$/i;

export const isIceAddress = (url: string): boolean => ADDRESS.test(url);

export const isTurnAddress = (url: string): boolean => /^turns?:/i.test(url);
