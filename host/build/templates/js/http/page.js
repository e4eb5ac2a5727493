/** What a page may weigh, in bytes. */
export function isSmall(bytes) {
  return bytes < 2 ** 20;
}
