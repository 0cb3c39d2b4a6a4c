/** Parent, its parent, …; nearest first. A chain that bites its tail (ids reused while walking) ends. */
export async function walkAncestors(
  pid: number,
  parentOf: (pid: number) => Promise<number | undefined>,
): Promise<number[]> {
  const chain: number[] = [];
  let parent = await parentOf(pid);
  while (parent !== undefined && parent > 0 && parent !== pid && !chain.includes(parent)) {
    chain.push(parent);
    parent = await parentOf(parent);
  }
  return chain;
}
