/** Whether users would notice, from the duration in milliseconds. */
export function isSlow(milliseconds: number): boolean {
  return milliseconds > 300;
}
