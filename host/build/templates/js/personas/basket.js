/** The basket for people. */
export function described(basket) {
  return basket.map((item) => `item ${item}`).join(", ");
}
