/**
 * A second fingerprint in every spelling that some browser might read differently from our parser. Firefox 153 reads those marked
 * with *, and then accepts a certificate that matches any of the two.
 */
export const hiddenFingerprints = (fingerprint: string): [what: string, lines: string][] => [
  ['plain *', `a=fingerprint:${fingerprint}\r\n`],
  ['in upper case *', `a=FINGERPRINT:${fingerprint}\r\n`],
  ['in mixed case *', `a=Fingerprint:${fingerprint}\r\n`],
  ['after a space *', `a=fingerprint ${fingerprint}\r\n`],
  ['after a tab *', `a=fingerprint\t${fingerprint}\r\n`],
  ['after a space and in upper case *', `a=FINGERPRINT ${fingerprint}\r\n`],
  ['after a colon and a space *', `a=fingerprint: ${fingerprint}\r\n`],
  ['after a space and a colon', `a=fingerprint :${fingerprint}\r\n`],
  ['indented *', `a= fingerprint:${fingerprint}\r\n`],
  ['indented with a tab *', `a=\tfingerprint:${fingerprint}\r\n`],
  ['indented with a colon *', `a=:fingerprint:${fingerprint}\r\n`],
  ['of a hash in upper case *', `a=fingerprint:${fingerprint.replace('sha', 'SHA')}\r\n`],
  ['ended by a line feed *', `a=fingerprint:${fingerprint}\n`],
  ['behind a line feed *', `a=x:1\na=fingerprint:${fingerprint}\r\n`],
  ['behind a line feed and in upper case *', `a=x:1\na=FINGERPRINT:${fingerprint}\r\n`],
  ['ended by a second carriage return *', `a=fingerprint:${fingerprint}\r\r\n`],
  ['behind a carriage return', `a=x:1\ra=fingerprint:${fingerprint}\r\n`],
  ['of a type in upper case', `A=fingerprint:${fingerprint}\r\n`],
  ['behind a space', ` a=fingerprint:${fingerprint}\r\n`],
  ['an attribute of an attribute', `a=a=fingerprint:${fingerprint}\r\n`],
  ['longer in its name', `a=fingerprintx:${fingerprint}\r\n`],
  ['followed by something', `a=fingerprint:${fingerprint} x\r\n`],
  ['behind a NUL', `a=x:1\0\r\na=fingerprint:${fingerprint}\r\n`],
  ['cut by a NUL', `a=fingerprint\0:${fingerprint}\r\n`],
  ['behind a line separator', `a=fingerprint:\u2028${fingerprint}\r\n`],
  ['behind a no-break space', `a=fingerprint\u00a0:${fingerprint}\r\n`],
  ['of another hash', `a=fingerprint:sha-1 ${Array(20).fill('AB').join(':')}\r\n`],
  ['in a line that is very long', `a=x:${'x'.repeat(2_000)}\r\na=FINGERPRINT:${fingerprint}\r\n`],
];
