/** Random ids from the platform's strong generator. */

/** 32 hexadecimal digits: 122 random bits. */
export function randomId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
