/** A sum without `reduce()`, which old libraries on the page (Prototype.js) replace with another method. */
export function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const one of numbers) total += one;
  return total;
}
