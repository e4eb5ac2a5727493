/** What is asked in an iteration. */
export function question(iteration: number): string {
  return `question ${iteration + 1}`;
}
