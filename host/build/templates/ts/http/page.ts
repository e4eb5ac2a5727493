/** What a page may weigh, in bytes. */
export function isSmall(bytes: number): boolean {
  return bytes < 2 ** 20;
}
