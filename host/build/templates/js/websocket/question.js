/** What is asked in an iteration. */
export function question(iteration) {
  return `question ${iteration + 1}`;
}
