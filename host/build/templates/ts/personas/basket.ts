/** The basket for people. */
export function described(basket: number[]): string {
  return basket.map((item) => `item ${item}`).join(", ");
}
