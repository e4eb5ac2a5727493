/** Whether users would notice, from the duration in milliseconds. */
export function isSlow(milliseconds) {
  return milliseconds > 300;
}
